import type { LayersModel } from "@tensorflow/tfjs";
import { type Table, table } from "../../display/index.ts";

/** One layer: its name and kind, the shape of what it gives for N images, its weights. */
export interface LayerRow extends Record<string, string | number> {
  layer: string;
  kind: string;
  output: string;
  parameters: number;
}

/** The layers of a model with output shapes and parameter counts, and the sum of the latter. */
export function layerTable(model: LayersModel): Table<LayerRow> {
  const rows = model.layers.map((layer) => ({
    layer: layer.name,
    kind: layer.getClassName(),
    output: `[${(layer.outputShape as (number | null)[]).map((size) => size ?? "N").join(",")}]`,
    parameters: layer.countParams(),
  }));
  const parameters = rows.reduce((sum, row) => sum + row.parameters, 0);
  return table([...rows, { layer: "all", kind: "", output: "", parameters }]);
}
