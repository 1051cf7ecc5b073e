import type { Figure } from "./figure.ts";
import { pngDataUri } from "./png.ts";

/** Images of one size beside each other. */
export interface ImageSheet {
  /** Each 0–255, [rows, cols, channels], row of the sheet by row; null leaves a place empty. */
  readonly images: readonly (Uint8Array | null)[];
  /** [rows, cols, channels] of every image. */
  readonly shape: readonly [number, number, number];
  /** Images in a row of the sheet. */
  readonly columns: number;
  /** What the pointer tells over each image. */
  readonly hovers?: readonly string[];
  /** Pixels between two rows of images; 1 unless given, as between two columns. */
  readonly rowGap?: number;
}

/** A drawn sheet. Its coordinates are pixels of the images, (0, 0) the corner at the top left. */
export interface DrawnSheet {
  readonly traces: Figure["data"];
  readonly width: number;
  readonly height: number;
  /** From one image to the next, in pixels. */
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** The centre of image i. */
  readonly centre: (i: number) => { x: number; y: number };
}

/**
 * Draws the images as one PNG, a pixel of the file for a pixel of an image; Plotly enlarges it
 * without smoothing, so that it stays sharp at any zoom. Between the images the paper shows, of any colour.
 *
 * @param axes the subplot: { xaxis: "x2", yaxis: "y2" }
 */
export function imageSheet(
  { images, shape, columns, hovers, rowGap = 1 }: ImageSheet,
  axes: { xaxis?: string; yaxis?: string } = {},
): DrawnSheet {
  const [rows, cols, channels] = shape;
  const sheetRows = Math.ceil(images.length / columns);
  const [cellHeight, cellWidth] = [rows + rowGap, cols + 1];
  const [height, width] = [sheetRows * cellHeight + 1, columns * cellWidth + 1];
  const samples = channels + 1; // of a pixel of the sheet: the last one is its alpha, 0 between the images
  const sheet = new Uint8Array(height * width * samples);
  const corner = (i: number) => [
    Math.floor(i / columns) * cellHeight + 1,
    (i % columns) * cellWidth + 1,
  ];
  images.forEach((image, i) => {
    if (!image) return;
    const [top, left] = corner(i);
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < cols; x++) {
        const from = (y * cols + x) * channels;
        const to = ((top + y) * width + left + x) * samples;
        sheet.set(image.subarray(from, from + channels), to);
        sheet[to + channels] = 255;
      }
    }
  });
  const picture = {
    ...axes,
    type: "image",
    source: pngDataUri(sheet, [height, width, samples]),
    x0: 0.5,
    y0: 0.5,
    hoverinfo: "skip",
  };
  const pointed = hovers && {
    ...axes,
    type: "heatmap",
    z: Array.from({ length: sheetRows }, () => Array(columns).fill(0)),
    text: Array.from({ length: sheetRows }, (_, row) =>
      hovers.slice(row * columns, (row + 1) * columns),
    ),
    x0: 1 + cols / 2,
    dx: cellWidth,
    y0: 1 + rows / 2,
    dy: cellHeight,
    opacity: 0,
    showscale: false,
    hoverinfo: "text",
  };
  return {
    // Plotly's types know neither an image's source nor a heatmap's text in rows.
    traces: (pointed ? [picture, pointed] : [picture]) as Figure["data"],
    width,
    height,
    cellWidth,
    cellHeight,
    centre: (i) => {
      const [top, left] = corner(i);
      return { x: left + cols / 2, y: top + rows / 2 };
    },
  };
}
