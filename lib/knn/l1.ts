import type { ImageMetric, Summary } from "./imageMetric.ts";
import type { Images } from "./images.ts";
import { pixelCells } from "./pixelCells.ts";

/** Search by Σ |a − b|, bounded by the brightness of cells: Σ_cells |Σ a − Σ b| ≤ Σ |a − b|. */
export const L1: ImageMetric<Int16Array> = { summarize, lowerBounds, distance };

/** The brightness of each cell of 4×4 pixels, a sum over pixels and channels. */
function summarize({ images, shape }: Images): Summary<Int16Array> {
  const { of, pixels } = pixelCells(shape, 4);
  const cellOf = of.map((cell) => Math.floor(cell / shape[2]));
  const length = pixels.length;
  const values = new Int16Array((images.length / of.length) * length);
  for (let at = 0, to = 0; at < images.length; at += of.length, to += length) {
    for (let i = 0; i < of.length; i++) values[to + cellOf[i]] += images[at + i];
  }
  return { values, length };
}

async function lowerBounds(a: Summary<Int16Array>, b: Summary<Int16Array>): Promise<Float32Array> {
  const D = a.length;
  const bounds = new Float32Array((a.values.length / D) * (b.values.length / D));
  for (let i = 0, at = 0; i < a.values.length; i += D) {
    for (let j = 0; j < b.values.length; j += D, at++) {
      let sum = 0;
      for (let d = 0; d < D; d++) sum += Math.abs(a.values[i + d] - b.values[j + d]);
      bounds[at] = sum;
    }
  }
  return bounds;
}

// Four at a time, in integers: twice as fast as one.
function distance(a: Uint8Array, b: Uint8Array, reach: number): number {
  const fours = a.length - (a.length % 4);
  let sum = 0;
  for (let i = 0; i < fours && sum <= reach; ) {
    let part = 0;
    for (const end = Math.min(fours, i + 256); i < end; i += 4) {
      const d0 = (a[i] - b[i]) | 0;
      const d1 = (a[i + 1] - b[i + 1]) | 0;
      const d2 = (a[i + 2] - b[i + 2]) | 0;
      const d3 = (a[i + 3] - b[i + 3]) | 0;
      part = (part + Math.abs(d0) + Math.abs(d1) + Math.abs(d2) + Math.abs(d3)) | 0;
    }
    sum += part;
  }
  for (let i = fours; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
  return sum;
}
