import type { Images } from "./images.ts";

/**
 * Cells of size×size pixels. `of` tells for each value of an image its cell and channel, as cell · channels +
 * channel; `pixels` how many pixels each cell has: fewer along an edge that cuts through it.
 */
export function pixelCells(
  [rows, cols, channels]: Images["shape"],
  size: number,
): { of: Int32Array; pixels: Float64Array } {
  const width = Math.ceil(cols / size);
  const of = new Int32Array(rows * cols * channels);
  const pixels = new Float64Array(Math.ceil(rows / size) * width);
  for (let pixel = 0; pixel < rows * cols; pixel++) {
    const [y, x] = [Math.floor(pixel / cols), pixel % cols];
    const cell = Math.floor(y / size) * width + Math.floor(x / size);
    pixels[cell]++;
    for (let c = 0; c < channels; c++) of[pixel * channels + c] = cell * channels + c;
  }
  return { of, pixels };
}
