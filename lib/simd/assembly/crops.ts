/**
 * Standardises crops of images of bytes in 128-bit vectors. AssemblyScript, compiled by
 * `npm run assemble`.
 */

import { total } from "./common/total";

/**
 * out = (crop − mean) / max(σ, 1/√n) in float32, for the n = `rows` · `width` bytes of a crop.
 *
 * `crop` is the address of its first byte, a row begins every `stride` bytes; `width` is a multiple
 * of 8. Computed in float64.
 */
export function standardize(crop: usize, rows: i32, width: i32, stride: i32, out: usize): void {
  let sum: f64 = 0;
  let squares: f64 = 0;
  for (let y = 0, row = crop; y < rows; y++, row += stride) {
    let ofRow = i32x4.splat(0);
    let squaresOfRow = i32x4.splat(0);
    for (let x = 0; x < width; x += 8) {
      const values = v128.load8x8_u(row + x);
      ofRow = i32x4.add(ofRow, i32x4.extadd_pairwise_i16x8_u(values));
      squaresOfRow = i32x4.add(squaresOfRow, i32x4.dot_i16x8_s(values, values));
    }
    sum += total(ofRow);
    squares += total(squaresOfRow);
  }
  const n = <f64>(rows * width);
  const mean = sum / n;
  const deviation = sqrt(max(0, squares / n - mean * mean));
  const scale = 1 / max(deviation, 1 / sqrt(n));
  const means = f64x2.splat(mean);
  const scales = f64x2.splat(scale);
  for (let y = 0, row = crop; y < rows; y++, row += stride) {
    for (let x = 0; x < width; x += 8, out += 32) {
      const values = v128.load8x8_u(row + x);
      v128.store(out, scaled(i32x4.extend_low_i16x8_u(values), means, scales));
      v128.store(out, scaled(i32x4.extend_high_i16x8_u(values), means, scales), 16);
    }
  }
}

/** (numbers − mean) · scale in float32, of four int32 numbers. */
function scaled(numbers: v128, mean: v128, scale: v128): v128 {
  const low = f64x2.convert_low_i32x4_s(numbers);
  const high = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(numbers, numbers, 2, 3, 2, 3));
  return v128.shuffle<f32>(
    f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(low, mean), scale)),
    f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(high, mean), scale)),
    0,
    1,
    4,
    5,
  );
}
