import { at } from "./at";
import { tap } from "./depthwise3x3";

/**
 * y[2i−top+p, 2j−left+q, k] = Σ x[i,j,k] · w[2−p,2−q,k] of the two rows with p below 2 that exist, for k below K, a
 * multiple of 4, over the elements of x [H,W,K] that exist; y [I,J,K], w [3,3,K], `left` 0 or 1. The nine weights of
 * four channels at a time stay in the processor.
 */
export function spreadRows3x3(
  x: usize,
  H: i32,
  W: i32,
  K: i32,
  i: i32,
  w: usize,
  top: i32,
  left: i32,
  y: usize,
  I: i32,
  J: i32,
): void {
  const pixel = (<usize>K) << 2;
  const even = 2 * i - top;
  const odd = even + 1;
  const row = <usize>J * pixel;
  // a row of x that does not exist has weights of zero, for numbers of one that does
  const here = i < H;
  const above = i >= 1 && i <= H;
  const x0 = at(x, min(i, H - 1) * W * K);
  const apart = at(x, min(max(i - 1, 0), H - 1) * W * K) - x0;
  const pairs = min(W - left, (J - left) >> 1);
  for (let k: usize = 0; k < pixel; k += 16) {
    const w00 = tap(here, w + k + 8 * pixel);
    const w01 = tap(here, w + k + 7 * pixel);
    const w02 = tap(here, w + k + 6 * pixel);
    const w10 = tap(here, w + k + 5 * pixel);
    const w11 = tap(here, w + k + 4 * pixel);
    const w12 = tap(here, w + k + 3 * pixel);
    const w20 = tap(above, w + k + 2 * pixel);
    const w21 = tap(above, w + k + pixel);
    const w22 = tap(above, w + k);
    let a = x0 + k;
    let to = y + <usize>even * row + k;
    // what the last column of x adds to the next one of y
    let evenSum = f32x4.splat(0);
    let oddSum = f32x4.splat(0);
    if (left) {
      const v = v128.load(a);
      const u = v128.load(a + apart);
      if (<u32>even < <u32>I) v128.store(to, both(v, w01, u, w21));
      if (<u32>odd < <u32>I) v128.store(to + row, f32x4.mul(v, w11));
      evenSum = both(v, w02, u, w22);
      oddSum = f32x4.mul(v, w12);
      a += pixel;
      to += pixel;
    }
    for (const end = a + <usize>pairs * pixel; a < end; a += pixel) {
      const v = v128.load(a);
      const u = v128.load(a + apart);
      if (<u32>even < <u32>I) {
        v128.store(to, f32x4.add(evenSum, both(v, w00, u, w20)));
        v128.store(to + pixel, both(v, w01, u, w21));
        evenSum = both(v, w02, u, w22);
      }
      if (<u32>odd < <u32>I) {
        v128.store(to + row, f32x4.add(oddSum, f32x4.mul(v, w10)));
        v128.store(to + row + pixel, f32x4.mul(v, w11));
        oddSum = f32x4.mul(v, w12);
      }
      to += 2 * pixel;
    }
    for (let j = left + 2 * pairs; j < J; j++, to += pixel) {
      if (j + left < 2 * W) {
        const v = v128.load(a);
        evenSum = f32x4.add(evenSum, both(v, w00, v128.load(a + apart), w20));
        oddSum = f32x4.add(oddSum, f32x4.mul(v, w10));
      }
      if (<u32>even < <u32>I) v128.store(to, evenSum);
      if (<u32>odd < <u32>I) v128.store(to + row, oddSum);
      evenSum = f32x4.splat(0);
      oddSum = f32x4.splat(0);
    }
  }
}

function both(v: v128, w0: v128, u: v128, w1: v128): v128 {
  return f32x4.add(f32x4.mul(v, w0), f32x4.mul(u, w1));
}
