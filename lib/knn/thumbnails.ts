import type { Summary } from "./imageMetric.ts";
import type { Images } from "./images.ts";
import { pixelCells } from "./pixelCells.ts";

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
  const channels = shape[2];
  const fine = pixelCells(shape, 2);
  const coarse = pixelCells(shape, 8);
  const around = new Int32Array(fine.pixels.length); // the coarse cell of each fine one
  fine.of.forEach((value, i) => {
    around[Math.floor(value / channels)] = Math.floor(coarse.of[i] / channels);
  });
  const colourScale = coarse.pixels.map((n) => 1 / Math.sqrt(n));
  const lightScale = fine.pixels.map((n) => 1 / Math.sqrt(n * channels));
  const meanScale = fine.pixels.map(
    (n, cell) => (n / coarse.pixels[around[cell]]) * lightScale[cell],
  );

  const sums = new Int32Array(fine.pixels.length * channels);
  const light = new Int32Array(fine.pixels.length);
  const colour = new Int32Array(coarse.pixels.length * channels);
  const lightAround = new Int32Array(coarse.pixels.length);
  const size = fine.of.length;
  const length = colour.length + light.length + 1;
  const values = new Float32Array((images.length / size) * length);
  for (let at = 0, to = 0; at < images.length; at += size) {
    let rest = addUp(images.subarray(at, at + size), fine.of, sums);
    colour.fill(0);
    lightAround.fill(0);
    for (let cell = 0, i = 0; cell < light.length; cell++) {
      light[cell] = 0;
      for (let c = 0, to = around[cell] * channels; c < channels; c++, i++, to++) {
        light[cell] += sums[i];
        colour[to] += sums[i];
      }
      lightAround[around[cell]] += light[cell];
    }
    for (let i = 0; i < colour.length; i++, to++) {
      values[to] = colour[i] * colourScale[Math.floor(i / channels)];
      rest -= values[to] * values[to];
    }
    for (let cell = 0; cell < light.length; cell++, to++) {
      values[to] = light[cell] * lightScale[cell] - lightAround[around[cell]] * meanScale[cell];
      rest -= values[to] * values[to];
    }
    values[to++] = Math.sqrt(Math.max(0, rest));
  }
  return { values, length };
}

/** Sums the values of an image by cell, and returns the sum of their squares. */
function addUp(image: Uint8Array, cellOf: Int32Array, sums: Int32Array): number {
  let squares = 0;
  sums.fill(0);
  for (let i = 0; i < image.length; i++) {
    const value = image[i] - 128; // small numbers round less in the product of thumbnails
    sums[cellOf[i]] += value;
    squares += value * value;
  }
  return squares;
}
