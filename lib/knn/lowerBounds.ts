import * as tf from "@tensorflow/tfjs";
import type { Images } from "./images.ts";
import { brightness, type Summary, thumbnails } from "./thumbnails.ts";

/**
 * How far apart images are: `L1` is the sum of absolute differences, Σ |a − b|; `L2` is the Euclidean
 * distance, √ Σ (a − b)².
 */
export type Metric = "L1" | "L2";

/**
 * A lower bound of the distance of each query from each training image, [Q, N], for `L2` of its square.
 * The bounds for `L2` are one matrix product on tfjs's current backend.
 */
export async function lowerBounds(
  training: Images,
  queries: Images,
  metric: Metric,
): Promise<Float32Array> {
  return metric === "L1"
    ? absolute(brightness(queries), brightness(training))
    : squared(thumbnails(queries), thumbnails(training));
}

/** Σ_d |a − b|, which no matrix product gives. */
function absolute(a: Summary<Int16Array>, b: Summary<Int16Array>): Float32Array {
  const bounds = new Float32Array((a.values.length / a.length) * (b.values.length / b.length));
  for (let i = 0, at = 0; i < a.values.length; i += a.length) {
    for (let j = 0; j < b.values.length; j += b.length, at++) {
      let sum = 0;
      for (let d = 0; d < a.length; d++) sum += Math.abs(a.values[i + d] - b.values[j + d]);
      bounds[at] = sum;
    }
  }
  return bounds;
}

/** |a − b|² = |a|² + |b|² − 2 a·b, less what rounding may have added to it. */
async function squared(a: Summary<Float32Array>, b: Summary<Float32Array>): Promise<Float32Array> {
  const product = tf.tidy(() => {
    const [rows, cols] = [a, b].map(({ values, length }) =>
      tf.tensor2d(values, [values.length / length, length]),
    );
    return tf.matMul(rows, cols.transpose()); // transposed first: wasm is ten times faster so
  });
  const bounds = await product.data<"float32">();
  product.dispose();
  const [normsA, normsB] = [squaredNorms(a), squaredNorms(b)];
  // A dot product of D float32 numbers is off by at most D·2⁻²⁴·|a||b|; |a||b| ≤ (|a|² + |b|²) / 2.
  const certain = 1 - (a.length + 8) * 2 ** -24;
  for (let i = 0, at = 0; i < normsA.length; i++) {
    for (let j = 0; j < normsB.length; j++, at++) {
      bounds[at] = (normsA[i] + normsB[j]) * certain - 2 * bounds[at];
    }
  }
  return bounds;
}

function squaredNorms({ values, length }: Summary<Float32Array>): Float64Array {
  const norms = new Float64Array(values.length / length);
  for (let n = 0, i = 0; n < norms.length; n++) {
    for (const end = i + length; i < end; i++) norms[n] += values[i] * values[i];
  }
  return norms;
}
