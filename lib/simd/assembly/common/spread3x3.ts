import { at } from "./at";

/**
 * y[2i−top+p, 2j−left+q, k] = Σ x[i,j,k] · w[2−p,2−q,k] of the two rows with p below 2 that exist, for k below K, at
 * least 4, over the elements of x [H,W,K] that exist; y [I,J,K], w [3,3,K], `left` 0 or 1. The nine weights of
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
  const zero = f32x4.splat(0);
  // a row of x that does not exist has weights of zero, for numbers of one that does
  const here = i < H;
  const above = i >= 1 && i <= H;
  let x0 = at(x, min(i, H - 1) * W * K);
  let result = y + <usize>even * row;
  const apart = at(x, min(max(i - 1, 0), H - 1) * W * K) - x0;
  const pairs = min(W - left, (J - left) >> 1);
  for (let rest = K; rest > 0; ) {
    let w00 = zero;
    let w01 = zero;
    let w02 = zero;
    let w10 = zero;
    let w11 = zero;
    let w12 = zero;
    let w20 = zero;
    let w21 = zero;
    let w22 = zero;
    if (here) {
      w00 = v128.load(w + 8 * pixel);
      w01 = v128.load(w + 7 * pixel);
      w02 = v128.load(w + 6 * pixel);
      w10 = v128.load(w + 5 * pixel);
      w11 = v128.load(w + 4 * pixel);
      w12 = v128.load(w + 3 * pixel);
    }
    if (above) {
      w20 = v128.load(w + 2 * pixel);
      w21 = v128.load(w + pixel);
      w22 = v128.load(w);
    }
    let a = x0;
    let to = result;
    // what the last column of x adds to the next one of y
    let evenSum = zero;
    let oddSum = zero;
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
      evenSum = zero;
      oddSum = zero;
    }
    rest -= 4;
    const step = (<usize>min(4, rest)) << 2; // the last four are some of those before, where K is no multiple of 4
    x0 += step;
    w += step;
    result += step;
  }
}

function both(v: v128, w0: v128, u: v128, w1: v128): v128 {
  return f32x4.add(f32x4.mul(v, w0), f32x4.mul(u, w1));
}
