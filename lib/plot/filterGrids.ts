import type { Figure } from "./figure.ts";
import { greyLevels } from "./greyLevels.ts";
import { imageSheet } from "./imageSheet.ts";
import { panelTitle, pictureAxes } from "./pictureAxes.ts";
import { layoutOf } from "./theme.ts";

/** The filters of one convolution at one time. */
export interface FilterPanel {
  readonly title: string;
  /** [rows, cols, channels, filters], as TensorFlow.js keeps them. */
  readonly weights: ArrayLike<number>;
}

/**
 * Draws every filter of a first layer as a small image, the panels beside each other on one
 * scale: the middle grey is a weight of 0; black and full colour are ∓ the largest weight of all.
 *
 * @param shape [rows, cols, channels, filters], with 1 channel (grey) or 3 (red, green, blue)
 * @throws RangeError when the channels are no colours, or weights do not fill the shape
 */
export function filterGrids(
  title: string,
  panels: readonly FilterPanel[],
  shape: readonly [number, number, number, number],
): Figure {
  const [rows, cols, channels, filters] = shape;
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(
      `filterGrids: the filters have ${channels} channels; 1 is drawn grey and 3 in colour, ` +
        "so only those of a first layer can be drawn",
    );
  }
  for (const { title: name, weights } of panels) {
    if (weights.length !== rows * cols * channels * filters) {
      throw new RangeError(
        `filterGrids: "${name}" has ${weights.length} weights, the shape [${shape}] takes ` +
          `${rows * cols * channels * filters}`,
      );
    }
  }
  const largest = panels.reduce((max, { weights }) => Math.max(max, extent(weights)), 1e-9);
  const limit = largest.toFixed(2);
  const width = 1 / panels.length;
  const columns = Math.ceil(Math.sqrt(filters));
  const sheets = panels.map(({ weights }, i) => {
    const each = Array.from({ length: filters }, (_, f) =>
      Float32Array.from({ length: rows * cols * channels }, (_, j) => weights[j * filters + f]),
    );
    return imageSheet(
      {
        images: each.map((filter) => greyLevels(filter, -largest, largest)),
        shape: [rows, cols, channels],
        columns,
        hovers: each.map((filter, f) => `filter ${f + 1}: ${range(filter)}`),
      },
      i === 0 ? {} : { xaxis: `x${i + 1}`, yaxis: `y${i + 1}` },
    );
  });
  const axes = sheets.map((sheet, i) =>
    pictureAxes({ ...sheet, subplot: i + 1, domain: [i * width + 0.02, (i + 1) * width - 0.02] }),
  );
  const [{ width: pixels, height }] = sheets;
  return {
    data: sheets.flatMap(({ traces }) => traces),
    layout: {
      ...layoutOf({
        title: { text: `${title}<br><sup>middle grey is 0, the ends are ±${limit}</sup>` },
        description: `${filters} filters of ${rows} × ${cols} pixels; ${panels
          .map(({ title: name, weights }) => `${name} the weights are ${range(weights)}`)
          .join(", ")}.`,
        width: 820,
        height: (height / pixels) * (740 / panels.length) + 120,
        margin: { l: 20, r: 20, t: 90, b: 20 },
        annotations: panels.map(({ title: name }, i) => panelTitle(name, i + 1)),
      }),
      ...Object.assign({}, ...axes),
    },
  };
}

function extent(weights: ArrayLike<number>): number {
  return Array.from(weights).reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
}

function range(weights: ArrayLike<number>): string {
  const [low, high] = [Math.min(...Array.from(weights)), Math.max(...Array.from(weights))];
  return `${low.toFixed(2)} to ${high.toFixed(2)}`.replaceAll("-", "−");
}
