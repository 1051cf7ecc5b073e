import type { Figure } from "./figure.ts";
import { imageSheet } from "./imageSheet.ts";
import { pictureAxes } from "./pictureAxes.ts";
import { layoutOf } from "./theme.ts";

/** An image that a classifier takes for something else. */
export interface Mistake {
  /** 0–255, [rows, cols, channels]. */
  readonly image: Uint8Array;
  readonly trueClass: string;
  readonly predictedClass: string;
  /** That the classifier gives to its prediction, 0 to 1. */
  readonly probability: number;
}

const COLUMNS = 5;

/**
 * Draws mistakes, five in a row, in the order given; under each image what it is, what it was
 * taken for and with which probability.
 *
 * @param shape [rows, cols, channels] of every image
 */
export function mistakeGrid(
  title: string,
  mistakes: readonly Mistake[],
  shape: readonly [number, number, number],
): Figure {
  const percent = (probability: number) => `${(100 * probability).toFixed(1)} %`;
  const captions = mistakes.map(
    (mistake) =>
      `${mistake.trueClass}, taken for<br>${mistake.predictedClass}, ${percent(mistake.probability)}`,
  );
  const images = mistakes.map(({ image }) => image);
  const sheet = imageSheet({ images, shape, columns: COLUMNS, rowGap: Math.ceil(0.35 * shape[0]) });
  const centres = mistakes.map((_, i) => sheet.centre(i));
  return {
    data: [
      ...sheet.traces,
      {
        type: "scatter",
        mode: "text",
        x: centres.map(({ x }) => x),
        y: centres.map(({ y }) => y + shape[0] / 2 + 1),
        text: captions,
        textposition: "bottom center",
        hoverinfo: "skip",
      },
    ],
    layout: layoutOf({
      title: { text: title },
      description: `${captions.join("; ").replaceAll("<br>", " ")}.`,
      height: (780 / sheet.width) * sheet.height + 70,
      width: 820,
      margin: { l: 20, r: 20, t: 50, b: 20 },
      ...pictureAxes(sheet),
    }),
  };
}
