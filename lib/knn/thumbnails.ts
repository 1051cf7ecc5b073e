import { type Images, sizeOf } from "./images.ts";

/**
 * A lossy summary of N images, [N, D], under which no two images are farther apart than they are:
 * the distance of two summaries is a lower bound of the distance of the images.
 */
export interface Summary<Values = Int16Array | Float32Array> {
  readonly values: Values;
  /** D */
  readonly length: number;
}

/**
 * The brightness of each cell of 2×2 pixels, a sum over pixels and channels:
 *
 *     Σ_cells |Σ a − Σ b| ≤ Σ |a − b|
 */
export function brightness(images: Images): Summary<Int16Array> {
  const size = sizeOf(images);
  const channels = images.shape[2];
  const { cellOf, pixels } = cells(images.shape, 2);
  const length = pixels.length;
  const values = new Int16Array((images.images.length / size) * length);
  for (let at = 0, to = 0; at < images.images.length; at += size, to += length) {
    for (let i = 0; i < size; i++) {
      values[to + cellOf[Math.floor(i / channels)]] += images.images[at + i];
    }
  }
  return { values, length };
}

/**
 * Each image as coordinates along orthonormal directions, far fewer than it has values, and as the last
 * one the length of what they leave out:
 *
 *     Σ_D (thumbnail(a) − thumbnail(b))² ≤ Σ (a − b)²
 *
 * As in JPEG, brightness is kept finer than colour: the sum of each channel over cells of 8×8 pixels,
 * and the brightness of 2×2 pixels less the mean of the 8×8 around them, each over √(values in the cell).
 */
export function thumbnails({ images, shape }: Images): Summary<Float32Array> {
  const [rows, cols, channels] = shape;
  const area = rows * cols;
  const coarse = cells(shape, 8);
  const fine = cells(shape, 2);
  const around = new Int32Array(fine.pixels.length); // the coarse cell of each fine one
  for (let p = 0; p < area; p++) around[fine.cellOf[p]] = coarse.cellOf[p];

  const colours = coarse.pixels.length * channels;
  const length = colours + fine.pixels.length + 1;
  const count = images.length / (area * channels);
  const values = new Float32Array(count * length);
  const colour = new Int32Array(colours);
  const light = new Int32Array(fine.pixels.length);
  const lightAround = new Int32Array(coarse.pixels.length);
  for (let n = 0; n < count; n++) {
    colour.fill(0);
    light.fill(0);
    lightAround.fill(0);
    let rest = 0;
    for (let p = 0, i = n * area * channels; p < area; p++) {
      let sum = 0;
      for (let c = 0, to = coarse.cellOf[p] * channels; c < channels; c++, i++, to++) {
        const value = images[i] - 128; // small numbers round less in the product of thumbnails
        colour[to] += value;
        sum += value;
        rest += value * value;
      }
      light[fine.cellOf[p]] += sum;
      lightAround[coarse.cellOf[p]] += sum;
    }
    let to = n * length;
    for (let i = 0; i < colours; i++, to++) {
      const value = colour[i] / Math.sqrt(coarse.pixels[Math.floor(i / channels)]);
      values[to] = value;
      rest -= value * value;
    }
    for (let i = 0; i < light.length; i++, to++) {
      const mean = lightAround[around[i]] / coarse.pixels[around[i]];
      const value = (light[i] - mean * fine.pixels[i]) / Math.sqrt(fine.pixels[i] * channels);
      values[to] = value;
      rest -= value * value;
    }
    values[to] = Math.sqrt(Math.max(0, rest));
  }
  return { values, length };
}

/** Which cell of size×size pixels each pixel is in, and how many pixels each cell has. */
function cells(
  [rows, cols]: Images["shape"],
  size: number,
): { cellOf: Int32Array; pixels: Int32Array } {
  const width = Math.ceil(cols / size);
  const pixels = new Int32Array(Math.ceil(rows / size) * width);
  const cellOf = new Int32Array(rows * cols);
  for (let p = 0; p < rows * cols; p++) {
    cellOf[p] = Math.floor(Math.floor(p / cols) / size) * width + Math.floor((p % cols) / size);
    pixels[cellOf[p]]++;
  }
  return { cellOf, pixels };
}
