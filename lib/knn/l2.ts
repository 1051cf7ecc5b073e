import * as tf from "@tensorflow/tfjs";
import type { ImageMetric, Summary } from "./imageMetric.ts";
import { thumbnails } from "./thumbnails.ts";

/**
 * Search by Σ (a − b)², the square of the Euclidean distance, bounded by that of thumbnails. All bounds are
 * one matrix product on tfjs's current backend: |a − b|² = |a|² + |b|² − 2 a·b.
 */
export const L2: ImageMetric<Float32Array> = { summarize: thumbnails, lowerBounds, distance };

async function lowerBounds(
  a: Summary<Float32Array>,
  b: Summary<Float32Array>,
): Promise<Float32Array> {
  const product = tf.tidy(() => tf.matMul(matrix(a), matrix(b).transpose())); // on wasm ten times faster than transposeB
  const bounds = await product.data<"float32">();
  product.dispose();
  const [normsA, normsB] = [squaredNorms(a), squaredNorms(b)];
  // A dot product of D float32 numbers is off by at most D·2⁻²⁴·|a||b|, and 2 |a||b| ≤ |a|² + |b|².
  const certain = 1 - (a.length + 8) * 2 ** -24;
  for (let i = 0, at = 0; i < normsA.length; i++) {
    for (let j = 0; j < normsB.length; j++, at++) {
      bounds[at] = (normsA[i] + normsB[j]) * certain - 2 * bounds[at];
    }
  }
  return bounds;
}

function matrix({ values, length }: Summary<Float32Array>): tf.Tensor2D {
  return tf.tensor2d(values, [values.length / length, length]);
}

function squaredNorms({ values, length }: Summary<Float32Array>): Float64Array {
  const norms = new Float64Array(values.length / length);
  for (let n = 0, i = 0; n < norms.length; n++) {
    for (const end = i + length; i < end; i++) norms[n] += values[i] * values[i];
  }
  return norms;
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
      part =
        (part + Math.imul(d0, d0) + Math.imul(d1, d1) + Math.imul(d2, d2) + Math.imul(d3, d3)) | 0;
    }
    sum += part;
  }
  for (let i = fours; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}
