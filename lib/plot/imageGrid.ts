import type { Figure } from "./figure.ts";
import { pngDataUri } from "./png.ts";
import { layoutOf } from "./theme.ts";

/** Images of one size in a grid. */
export interface ImageGrid {
  /** Each 0–255, [rows, cols, channels], row of the grid by row; null leaves a cell empty. */
  readonly images: readonly (Uint8Array | null)[];
  /** [rows, cols, channels] of every image. */
  readonly shape: readonly [number, number, number];
  /** Images in a row of the grid. */
  readonly columns: number;
  readonly title: string;
  /** Names beside the rows of the grid. */
  readonly rowNames?: readonly string[];
  /** Names under the columns of the grid. */
  readonly columnNames?: readonly string[];
  readonly xLabel?: string;
  readonly yLabel?: string;
}

/** Draws the grid as one picture with sharp pixels, one pixel apart, names on the axes. */
export function imageGrid(grid: ImageGrid): Figure {
  const { images, shape, columns, title, rowNames, columnNames, xLabel, yLabel } = grid;
  const [rows, cols, channels] = shape;
  const gridRows = Math.ceil(images.length / columns);
  const [cellHeight, cellWidth] = [rows + 1, cols + 1];
  const [height, width] = [gridRows * cellHeight + 1, columns * cellWidth + 1];
  const sheet = new Uint8Array(height * width * channels).fill(255);
  images.forEach((image, i) => {
    if (!image) return;
    const top = Math.floor(i / columns) * cellHeight + 1;
    const left = (i % columns) * cellWidth + 1;
    for (let y = 0; y < rows; y++) {
      const row = image.subarray(y * cols * channels, (y + 1) * cols * channels);
      sheet.set(row, ((top + y) * width + left) * channels);
    }
  });
  const names = (texts: readonly string[] | undefined, size: number) => ({
    tickvals: texts?.map((_, i) => (i + 0.5) * size),
    ticktext: texts?.map((text) => text),
    showticklabels: texts !== undefined,
    showgrid: false,
    zeroline: false,
    ticks: "" as const,
  });
  const scale = Math.max(1, Math.round(700 / width));
  return {
    data: [
      {
        type: "scatter",
        x: [0, width],
        y: [0, height],
        mode: "markers",
        opacity: 0,
        hoverinfo: "skip",
      },
    ],
    layout: layoutOf({
      title: { text: title },
      description: [
        `${gridRows} × ${columns} images of ${rows} × ${cols} pixels.`,
        ...(rowNames ? [`Rows: ${rowNames.join(", ")}.`] : []),
        ...(columnNames ? [`Columns: ${columnNames.filter(Boolean).join(", ")}.`] : []),
      ].join(" "),
      height: Math.round((700 / width) * height) + 110,
      width: 820,
      margin: { l: 100, r: 20, t: 50, b: 60 },
      images: [
        {
          source: pngDataUri(sheet, [height, width, channels], scale),
          xref: "x",
          yref: "y",
          x: 0,
          y: 0,
          sizex: width,
          sizey: height,
          sizing: "stretch",
          layer: "above",
        },
      ],
      xaxis: {
        ...names(columnNames, cellWidth),
        title: { text: xLabel ?? "" },
        range: [0, width],
        constrain: "domain",
      },
      yaxis: {
        ...names(rowNames, cellHeight),
        title: { text: yLabel ?? "" },
        range: [height, 0],
        scaleanchor: "x",
        constrain: "domain",
      },
    }),
  };
}
