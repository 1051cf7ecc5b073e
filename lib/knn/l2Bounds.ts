import * as tf from "@tensorflow/tfjs";
import type { CellSums, Cells } from "./cells.ts";

/**
 * Never above the distances Σ (a − b)² of A images from B others, [A, B]: those of their thumbnails. They are
 * one matrix product on tfjs's current backend, of rows (−2a, |a|², 1) and (b, 1, |b|²):
 *
 *     |a − b|² = |a|² + |b|² − 2 a·b
 */
export async function l2Bounds(a: CellSums, b: CellSums, cells: Cells): Promise<Float32Array> {
  // A dot product of n float32 numbers is off by at most n·2⁻²⁴·Σ |x·y|, here 2 (|a|² + |b|²).
  const certain = 1 - 2 * (cells.bytes.length + 11) * 2 ** -24;
  const product = tf.tidy(() =>
    tf.matMul(
      thumbnails(a, cells, -2, (square) => [square * certain, 1]),
      thumbnails(b, cells, 1, (square) => [1, square * certain]).transpose(), // on wasm ten times faster than transposeB
    ),
  );
  const bounds = await product.data<"float32">();
  product.dispose();
  return bounds;
}

/**
 * Images [N, …] as coordinates along D orthonormal directions, far fewer than they have bytes: the sum
 * over each cell over √(its bytes); and the length of what they leave out. The squares of all D + 1 add up
 * to that of the image. They are multiplied by `factor`; two columns that depend on the square follow them.
 */
function thumbnails(
  { sums, squares }: CellSums,
  { bytes }: Cells,
  factor: number,
  columns: (square: number) => [number, number],
): tf.Tensor2D {
  const scale = bytes.map((count) => 1 / Math.sqrt(count));
  const length = bytes.length + 3;
  const values = new Float32Array(squares.length * length);
  for (let n = 0, from = 0, to = 0; n < squares.length; n++) {
    let rest = squares[n];
    for (let d = 0; d < bytes.length; d++) {
      const value = sums[from++] * scale[d];
      values[to++] = factor * value;
      rest -= value * value;
    }
    values[to++] = factor * Math.sqrt(Math.max(0, rest));
    for (const column of columns(squares[n])) values[to++] = column;
  }
  return tf.tensor2d(values, [squares.length, length]);
}
