import type { Config, Data, Layout } from "plotly.js";
import type { MimeBundle } from "./mime.ts";

/**
 * A Plotly figure as plain data. As the last value of a cell it shows itself;
 * anywhere else `show(figure)` puts it under the cell.
 */
export interface Figure {
  data: Partial<Data>[];
  layout: Partial<Layout>;
  config?: Partial<Config>;
}

/** The figure for JupyterLab, and its title and series for readers without Plotly. */
export function figureBundle(figure: Figure): MimeBundle {
  const { data, layout, config } = figure;
  return {
    "application/vnd.plotly.v1+json": { data, layout, config: { responsive: true, ...config } },
    "text/plain": describe(figure),
  };
}

function describe({ data, layout }: Figure): string {
  const title = typeof layout.title === "string" ? layout.title : layout.title?.text;
  const series = data.map((trace) => {
    const { name, type = "scatter", y } = trace as { name?: string; type?: string; y?: unknown[] };
    return `  ${name ?? type}${y ? `: ${y.length} points` : ""}`;
  });
  return [`Figure: ${title ?? "untitled"}`, ...series].join("\n");
}
