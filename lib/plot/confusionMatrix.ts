import type { Figure } from "./figure.ts";
import { imageSheet } from "./imageSheet.ts";
import { panelTitle, pictureAxes } from "./pictureAxes.ts";
import { layoutOf, PALETTE } from "./theme.ts";

/** What a classifier took for what. */
export interface Confusion {
  readonly title: string;
  readonly classes: readonly string[];
  /** `counts[t][p]` images of class t were predicted as class p. */
  readonly counts: readonly (readonly number[])[];
  /** For each of these cells one image, 0–255 [rows, cols, channels], or null where there is none. */
  readonly images: readonly (readonly (Uint8Array | null)[])[];
  /** [rows, cols, channels] of every image. */
  readonly shape: readonly [number, number, number];
}

/**
 * Draws the confusion matrix twice, side by side: as one example image for each pair of true and
 * predicted class, and as counts with the share of each class that is right. Zooming into one
 * zooms into the other.
 *
 * @throws RangeError when counts or images are not one row and one column a class
 */
export function confusionMatrix({ title, classes, counts, images, shape }: Confusion): Figure {
  const n = classes.length;
  for (const [what, cells] of Object.entries({ counts, images })) {
    const wrong = cells.length !== n || cells.some((row: readonly unknown[]) => row.length !== n);
    if (wrong) throw new RangeError(`confusionMatrix: ${what} must be ${n}×${n}, one a class`);
  }
  const accuracies = counts.map((row, t) => row[t] / Math.max(1, sum(row)));
  const pairs = classes.map((was, t) =>
    classes.map((as, p) => `${was} predicted as ${as}: ${counts[t][p]} of ${sum(counts[t])}`),
  );
  const sheet = imageSheet({ images: images.flat(), shape, columns: n, hovers: pairs.flat() });
  const { x: x0, y: y0 } = sheet.centre(0);
  const empty = images.flat().flatMap((image, i) => (image ? [] : [sheet.centre(i)]));
  const numbers: object = {
    type: "heatmap",
    xaxis: "x2",
    yaxis: "y2",
    z: counts.map((row) => row.map((count) => Number((count / Math.max(1, sum(row))).toFixed(4)))),
    x0,
    dx: sheet.cellWidth,
    y0,
    dy: sheet.cellHeight,
    text: counts.map((row) => row.map(String)),
    texttemplate: "%{text}",
    hovertext: pairs,
    hoverinfo: "text",
    colorscale: [
      [0, "#ffffff"],
      [1, PALETTE[0]],
    ],
    zmin: 0,
    zmax: 1,
    showscale: false,
    xgap: 1,
    ygap: 1,
  };
  const axes = { ...sheet, columnNames: classes, xLabel: "predicted class" };
  const left = pictureAxes({ ...axes, domain: [0, 0.44], rowNames: classes, yLabel: "true class" });
  const percent = accuracies.map((accuracy) => `${(100 * accuracy).toFixed(0)} %`);
  const right = pictureAxes({ ...axes, subplot: 2, domain: [0.48, 0.92], rowNames: percent });
  const linked: object = {
    xaxis2: { ...right.xaxis2, matches: "x", tickangle: -45 },
    yaxis2: {
      ...right.yaxis2,
      matches: "y",
      scaleanchor: undefined,
      side: "right",
      title: { text: "of them right" },
    },
  };
  return {
    data: [
      ...sheet.traces,
      {
        type: "scatter",
        mode: "markers",
        name: "no image",
        x: empty.map(({ x }) => x),
        y: empty.map(({ y }) => y),
        marker: { symbol: "x-thin", size: 9, line: { width: 1, color: "#999999" } },
        hoverinfo: "skip",
      },
      numbers,
    ],
    layout: {
      ...layoutOf({
        title: { text: title },
        description: inWords(classes, counts, percent),
        width: 820,
        height: 480,
        margin: { l: 100, r: 20, t: 80, b: 80 },
        annotations: [
          panelTitle("one image each, × where there is none", 1),
          panelTitle("number of images", 2),
        ],
      }),
      ...left,
      xaxis: { ...left.xaxis, tickangle: -45 },
      ...linked,
    },
  };
}

/** "Right: 52 % of airplane, …. Most often, cat is taken for dog: 170." */
function inWords(
  classes: readonly string[],
  counts: readonly (readonly number[])[],
  percent: readonly string[],
): string {
  const right = classes.map((name, t) => `${percent[t]} of ${name}`).join(", ");
  const wrong = counts.flatMap((row, t) => row.map((count, p) => ({ count, t, p })));
  const worst = wrong.filter(({ t, p }) => t !== p).sort((a, b) => b.count - a.count)[0];
  const most = worst
    ? ` Most often, ${classes[worst.t]} is taken for ${classes[worst.p]}: ${worst.count}.`
    : "";
  return `Right: ${right}.${most}`;
}

function sum(row: readonly number[]): number {
  return row.reduce((total, count) => total + count, 0);
}
