import type { Images } from "./images.ts";

/** Rows and columns of pixels in a cell. */
export const CELL = 8;

/** How images are divided into cells of 8×8 pixels, each channel for itself; at the edges less. */
export interface Cells {
  /** For each byte of a row of an image, its cell in a row of cells. */
  readonly of: Int32Array;
  /** Cells in a row. */
  readonly perRow: number;
  /** For each cell of an image, how many bytes it has. */
  readonly bytes: Float64Array;
}

export function cellsOf([rows, cols, channels]: Images["shape"]): Cells {
  const of = Int32Array.from(
    { length: cols * channels },
    (_, x) => Math.floor(x / channels / CELL) * channels + (x % channels),
  );
  const perRow = Math.ceil(cols / CELL) * channels;
  const bytes = new Float64Array(Math.ceil(rows / CELL) * perRow);
  for (let y = 0; y < rows; y++)
    for (const cell of of) bytes[Math.floor(y / CELL) * perRow + cell]++;
  return { of, perRow, bytes };
}
