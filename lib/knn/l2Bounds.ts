import * as tf from "@tensorflow/tfjs";
import type { Cells } from "./cells.ts";
import type { CellSums } from "./imageArithmetic.ts";

/**
 * Never above the distances Σ (a − b)² of A images from B others, [A, B]: those of their thumbnails. They are
 * one matrix product on tfjs's current backend: |a − b|² = |a|² + |b|² − 2 a·b.
 */
export async function l2Bounds(a: CellSums, b: CellSums, cells: Cells): Promise<Float32Array> {
  const product = tf.tidy(
    () => tf.matMul(thumbnails(a, cells), thumbnails(b, cells).transpose()), // on wasm ten times faster than transposeB
  );
  const bounds = await product.data<"float32">();
  product.dispose();
  // A dot product of D float32 numbers is off by at most D·2⁻²⁴·|a||b|, and 2 |a||b| ≤ |a|² + |b|².
  const certain = 1 - (cells.bytes.length + 9) * 2 ** -24;
  for (let i = 0, at = 0; i < a.squares.length; i++) {
    for (let j = 0; j < b.squares.length; j++, at++) {
      bounds[at] = (a.squares[i] + b.squares[j]) * certain - 2 * bounds[at];
    }
  }
  return bounds;
}

/**
 * Images [N, …] as coordinates along D orthonormal directions, far fewer than they have bytes: the sum
 * over each cell over √(its bytes); and as the last one the length of what they leave out. The squares
 * of all D + 1 add up to those of the image.
 */
function thumbnails({ sums, squares }: CellSums, { bytes }: Cells): tf.Tensor2D {
  const scale = bytes.map((count) => 1 / Math.sqrt(count));
  const length = bytes.length + 1;
  const values = new Float32Array(squares.length * length);
  for (let n = 0, from = 0, to = 0; n < squares.length; n++) {
    let rest = squares[n];
    for (let d = 0; d < bytes.length; d++) {
      const value = sums[from++] * scale[d];
      values[to++] = value;
      rest -= value * value;
    }
    values[to++] = Math.sqrt(Math.max(0, rest));
  }
  return tf.tensor2d(values, [squares.length, length]);
}
