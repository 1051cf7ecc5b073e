import type { Figure } from "./figure.ts";
import { imageSheet } from "./imageSheet.ts";
import { panelTitle, pictureAxes } from "./pictureAxes.ts";
import { layoutOf } from "./theme.ts";

/** What a layer answers to one image. */
export interface FeatureMaps {
  readonly title: string;
  /** 0–255, of `imageShape`: [rows, cols, channels]. */
  readonly image: Uint8Array;
  readonly imageShape: readonly [number, number, number];
  /** What the image shows: "cat". */
  readonly imageName: string;
  /** [rows, cols, maps]. */
  readonly activations: ArrayLike<number>;
  readonly shape: readonly [number, number, number];
  /** How many maps to draw, from the first on; 16 unless given. */
  readonly first?: number;
}

/** Left and right end of the image and of the maps. */
const LEFT = [0, 0.3] as const;
const RIGHT = [0.34, 1] as const;

/**
 * Draws an image and beside it the first maps of a layer, all on one scale of colour.
 *
 * @throws RangeError when the activations do not fill their shape
 */
export function featureMaps(layer: FeatureMaps): Figure {
  const { title, image, imageShape, imageName, activations, shape } = layer;
  const [rows, cols, maps] = shape;
  if (activations.length !== rows * cols * maps) {
    throw new RangeError(
      `featureMaps: ${activations.length} activations do not fill the shape [${shape}]`,
    );
  }
  const shown = Math.min(layer.first ?? 16, maps);
  const columns = Math.ceil(Math.sqrt(shown));
  const gap = Math.max(0.3, rows / 10);
  const [width, height] = [columns * (cols + gap), Math.ceil(shown / columns) * (rows + gap)];
  const picture = imageSheet({ images: [image], shape: imageShape, columns: 1 });
  const values = Array.from({ length: shown }, (_, map) =>
    Array.from({ length: rows }, (_, y) =>
      Array.from({ length: cols }, (_, x) => activations[(y * cols + x) * maps + map]),
    ),
  );
  const drawn = values.map((value, map): object => ({
    type: "heatmap",
    name: `map ${map + 1}`,
    xaxis: "x2",
    yaxis: "y2",
    z: value.map((row) => row.map((z) => Number(z.toPrecision(3)))),
    x0: (map % columns) * (cols + gap) + (gap + 1) / 2,
    dx: 1,
    y0: Math.floor(map / columns) * (rows + gap) + (gap + 1) / 2,
    dy: 1,
    coloraxis: "coloraxis",
    hovertemplate: `map ${map + 1}: %{z}<extra></extra>`,
  }));
  const scale: object = {
    coloraxis: { colorscale: "Viridis", colorbar: { title: { text: "response" } } },
  };
  const silent = values.filter((value) => value.flat().every((z) => z === 0)).length;
  const strongest = values.map((value) => Math.max(...value.flat()));
  const first = strongest.indexOf(Math.max(...strongest));
  const [y, x] = placeOf(values[first], strongest[first]);
  return {
    data: [...picture.traces, ...drawn],
    layout: {
      ...layoutOf({
        title: { text: title },
        description:
          `The image, ${imageName}, and ${shown} of ${maps} maps of ${rows} × ${cols} values; ` +
          `${silent} of them are 0 everywhere. The strongest response, ${strongest[first].toPrecision(3)}, is ` +
          `that of map ${first + 1} in row ${y + 1}, column ${x + 1}.`,
        width: 820,
        height: (height / width) * 490 + 100,
        margin: { l: 20, r: 80, t: 80, b: 20 },
        annotations: [
          panelTitle(imageName, 1),
          panelTitle(shown < maps ? `the first ${shown} of ${maps} maps` : `all ${maps} maps`, 2),
        ],
      }),
      ...scale,
      ...pictureAxes({ ...picture, domain: LEFT }),
      ...pictureAxes({ subplot: 2, width, height, domain: RIGHT }),
    },
  };
}

/** Row and column of a number. */
function placeOf(rows: readonly (readonly number[])[], number: number): [y: number, x: number] {
  const y = rows.findIndex((row) => row.includes(number));
  return [y, rows[y].indexOf(number)];
}
