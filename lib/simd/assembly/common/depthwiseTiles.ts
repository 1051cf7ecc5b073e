/**
 * Depthwise convolutions with stride 1 and filters of three or five columns, four results beside each other at a
 * time: a number of x is read once for all of its taps of a row, and a weight once for four results.
 */
import { at } from "./at";

/**
 * The j after the last of the fours that begin at `left`, and whose columns exist all, of J results beside each other;
 * `left` where there are none.
 */
export function tilesEnd(Q: i32, W: i32, J: i32, left: i32): i32 {
  if ((Q !== 3 && Q !== 5) || left < 0) return left;
  return left + (max(0, min(W - Q + 1, J - left)) & ~3);
}

/** The j from this one on that is in no such four; they end before `end`. */
export function untiled(j: i32, left: i32, end: i32): i32 {
  return j === left ? end : j;
}

/**
 * to[o,k] = Σ_rq x[r,o+q,k] · w[r,q,k] for four o beside each other, r below `height`, q below Q, which is 3 or 5, and
 * k below K, at least 4; rows of x are `row` numbers apart.
 */
export function denseTile(
  x: usize,
  row: i32,
  w: usize,
  height: i32,
  Q: i32,
  K: i32,
  to: usize,
): void {
  const pixel = (<usize>K) << 2;
  for (let k: usize = 0; k < pixel; k += 16) {
    k = min(k, pixel - 16); // the last four again, where K is no multiple of 4
    let z0 = f32x4.splat(0);
    let z1 = f32x4.splat(0);
    let z2 = f32x4.splat(0);
    let z3 = f32x4.splat(0);
    let first = x + k;
    let b = w + k;
    for (let r = height; r > 0; r--, first = at(first, row)) {
      const w0 = v128.load(b);
      b += pixel;
      const w1 = v128.load(b);
      b += pixel;
      const w2 = v128.load(b);
      b += pixel;
      let a = first;
      const v0 = v128.load(a);
      a += pixel;
      z0 = f32x4.add(z0, f32x4.mul(v0, w0));
      const v1 = v128.load(a);
      a += pixel;
      z0 = f32x4.add(z0, f32x4.mul(v1, w1));
      z1 = f32x4.add(z1, f32x4.mul(v1, w0));
      const v2 = v128.load(a);
      a += pixel;
      z0 = f32x4.add(z0, f32x4.mul(v2, w2));
      z1 = f32x4.add(z1, f32x4.mul(v2, w1));
      z2 = f32x4.add(z2, f32x4.mul(v2, w0));
      const v3 = v128.load(a);
      a += pixel;
      z1 = f32x4.add(z1, f32x4.mul(v3, w2));
      z2 = f32x4.add(z2, f32x4.mul(v3, w1));
      z3 = f32x4.add(z3, f32x4.mul(v3, w0));
      const v4 = v128.load(a);
      a += pixel;
      z2 = f32x4.add(z2, f32x4.mul(v4, w2));
      z3 = f32x4.add(z3, f32x4.mul(v4, w1));
      const v5 = v128.load(a);
      a += pixel;
      z3 = f32x4.add(z3, f32x4.mul(v5, w2));
      if (Q === 5) {
        const w3 = v128.load(b);
        b += pixel;
        const w4 = v128.load(b);
        b += pixel;
        z0 = f32x4.add(z0, f32x4.mul(v3, w3));
        z0 = f32x4.add(z0, f32x4.mul(v4, w4));
        z1 = f32x4.add(z1, f32x4.mul(v4, w3));
        z1 = f32x4.add(z1, f32x4.mul(v5, w4));
        z2 = f32x4.add(z2, f32x4.mul(v5, w3));
        const v6 = v128.load(a);
        a += pixel;
        z2 = f32x4.add(z2, f32x4.mul(v6, w4));
        z3 = f32x4.add(z3, f32x4.mul(v6, w3));
        const v7 = v128.load(a);
        z3 = f32x4.add(z3, f32x4.mul(v7, w4));
      }
    }
    v128.store(to + k, z0);
    v128.store(to + k + pixel, z1);
    v128.store(to + k + 2 * pixel, z2);
    v128.store(to + k + 3 * pixel, z3);
  }
}
