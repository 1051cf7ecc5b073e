import type { Images } from "./images.ts";

/** Rows and columns of pixels in a cell of the bounds of all distances. */
export const CELL = 8;

/** The same for the bounds of those that remain. */
export const FINE_CELL = 4;

export interface CellSums {
  /** [N, D] */
  readonly sums: Int16Array;
  /** [N], of all bytes of an image. */
  readonly squares: Float64Array;
}

/** How images are divided into cells of so many pixels squared, each channel for itself; at the edges less. */
export interface Cells {
  /** For each byte of a row of an image, its cell in a row of cells. */
  readonly of: Int32Array;
  /** Cells in a row. */
  readonly perRow: number;
  /** For each cell of an image, how many bytes it has. */
  readonly bytes: Float64Array;
}

export function cellsOf([rows, cols, channels]: Images["shape"], cell: number = CELL): Cells {
  const of = Int32Array.from(
    { length: cols * channels },
    (_, x) => Math.floor(x / channels / cell) * channels + (x % channels),
  );
  const perRow = Math.ceil(cols / cell) * channels;
  const bytes = new Float64Array(Math.ceil(rows / cell) * perRow);
  for (let y = 0; y < rows; y++) for (const at of of) bytes[Math.floor(y / cell) * perRow + at]++;
  return { of, perRow, bytes };
}
