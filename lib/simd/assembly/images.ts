/**
 * Sums over cells of images of bytes in 128-bit vectors, and the bounds of distances that they give.
 * AssemblyScript, compiled by `npm run assemble`.
 */

import { total } from "./common/total";

/**
 * Sums over cells of `size` rows, of every byte less 128, and the sum of its square over an image.
 *
 * `images` has `count` images of `rows` rows of `width` bytes. Byte x of a row belongs to cell
 * cellOf[x] (int32) of `cells` in a row of cells; a row of zeros to begin with, sums
 * [count, ⌈rows / size⌉, cells] are int16, squares [count] float64. `columns` is scratch for `width`
 * int16 numbers.
 */
export function cellSums(
  images: usize,
  count: i32,
  rows: i32,
  width: i32,
  size: i32,
  cellOf: usize,
  cells: i32,
  columns: usize,
  sums: usize,
  squares: usize,
): void {
  const vectors = width & ~15;
  const zero = i8x16.splat(-128);
  for (let n = 0; n < count; n++) {
    let square: f64 = 0;
    for (let y = 0; y < rows; y += size) {
      const end = images + min(size, rows - y) * width;
      let part = i32x4.splat(0);
      for (let x = 0; x < vectors; x += 16) {
        let low = i16x8.splat(0);
        let high = i16x8.splat(0);
        for (let at = images + x; at < end; at += width) {
          const values = v128.xor(v128.load(at), zero); // less 128, as signed bytes
          const first = i16x8.extend_low_i8x16_s(values);
          const last = i16x8.extend_high_i8x16_s(values);
          low = i16x8.add(low, first);
          high = i16x8.add(high, last);
          part = i32x4.add(part, i32x4.dot_i16x8_s(first, first));
          part = i32x4.add(part, i32x4.dot_i16x8_s(last, last));
        }
        v128.store(columns + (x << 1), low);
        v128.store(columns + (x << 1), high, 16);
      }
      square += total(part);
      for (let x = vectors; x < width; x++) {
        let sum = 0;
        for (let at = images + x; at < end; at += width) {
          const value = <i32>load<u8>(at) - 128;
          sum += value;
          square += value * value;
        }
        store<i16>(columns + (x << 1), <i16>sum);
      }
      for (let x = 0; x < width; x++) {
        const to = sums + (load<i32>(cellOf + (x << 2)) << 1);
        store<i16>(to, load<i16>(to) + load<i16>(columns + (x << 1)));
      }
      images = end;
      sums += cells << 1;
    }
    store<f64>(squares + (n << 3), square);
  }
}

/**
 * bounds[i,j] = Σ_d |a[i,d] − b[j,d]| in float32, for int16 numbers a [I,D] and b [J,D].
 *
 * Less one part in ten million, so that rounding does not lift them above the sums.
 */
export function l1Bounds(a: usize, I: i32, b: usize, J: i32, D: i32, bounds: usize): void {
  const vectors = D & ~7;
  for (let i = 0; i < I; i++, a += D << 1) {
    for (let j = 0, bj = b; j < J; j++, bj += D << 1, bounds += 4) {
      let part = i32x4.splat(0);
      for (let at = 0; at < vectors << 1; at += 16) {
        const d = i16x8.abs(i16x8.sub(v128.load(a + at), v128.load(bj + at)));
        part = i32x4.add(part, i32x4.extadd_pairwise_i16x8_u(d));
      }
      let sum = total(part);
      for (let at = vectors << 1; at < D << 1; at += 2) {
        sum += abs(<i32>load<i16>(a + at) - <i32>load<i16>(bj + at));
      }
      store<f32>(bounds, <f32>(<f64>sum * 0.9999999));
    }
  }
}
