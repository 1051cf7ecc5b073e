import type { Figure } from "./figure.ts";
import { type ImageSheet, imageSheet } from "./imageSheet.ts";
import { pictureAxes } from "./pictureAxes.ts";
import { layoutOf } from "./theme.ts";

/** Images of one size in a grid. */
export interface ImageGrid extends ImageSheet {
  readonly title: string;
  /** Names beside the rows of the grid. */
  readonly rowNames?: readonly string[];
  /** Names under the columns of the grid. */
  readonly columnNames?: readonly string[];
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** What is to be seen and what follows from it, for who cannot see the picture. */
  readonly description?: string;
}

/** Draws the grid as one picture with sharp pixels, names on the axes. */
export function imageGrid(grid: ImageGrid): Figure {
  const { images, shape, columns, title, rowNames, columnNames } = grid;
  const sheet = imageSheet(grid);
  return {
    data: sheet.traces,
    layout: layoutOf({
      title: { text: title },
      description: [
        `${Math.ceil(images.length / columns)} × ${columns} images of ${shape[0]} × ${shape[1]} pixels.`,
        ...(rowNames ? [`Rows: ${rowNames.join(", ")}.`] : []),
        ...(columnNames ? [`Columns: ${columnNames.filter(Boolean).join(", ")}.`] : []),
        ...(grid.description ? [grid.description] : []),
      ].join(" "),
      height: (700 / sheet.width) * sheet.height + 110,
      width: 820,
      margin: { l: 100, r: 20, t: 50, b: 60 },
      ...pictureAxes({ ...grid, ...sheet }),
    }),
  };
}
