import { addProducts } from "./addProducts";
import { at } from "./at";
import { untiled } from "./depthwiseTiles";
import { endTap, firstTap } from "./taps";
import { vectors } from "./wholeVectors";

/**
 * dw[p,q,k] += Σ_ij x[i·stride+p−top, j+q−left, k] · dy[i,j,k] for i from `first` to before `end`
 *
 * over the elements of x [H,W,K] and dy [I,J,K] that exist; dw [P,5,K] in whole vectors. Two slopes at a time meet six
 * numbers of x beside each other, column by column where a slope meets less than five.
 */
export function addRows5(
  x: usize,
  H: i32,
  W: i32,
  K: i32,
  dy: usize,
  first: i32,
  end: i32,
  J: i32,
  P: i32,
  stride: i32,
  top: i32,
  left: i32,
  dw: usize,
): void {
  const K4 = vectors(K);
  const whole = max(0, left);
  const pairs = max(0, min(J, W - 4 + left) - whole) >> 1;
  const border = whole + 2 * pairs;
  for (let p = 0; p < P; p++) {
    const shift = p - top;
    const i = max(first, firstTap(shift, 1, stride));
    const count = endTap(shift, H, 1, stride, end) - i;
    const row = at(x, (i * stride + shift) * W * K);
    const slopes = at(dy, i * J * K);
    const taps = at(dw, p * 5 * K4);
    const step = stride * W * K;
    addPairs(
      at(row, (whole - left) * K),
      step,
      at(slopes, whole * K),
      J * K,
      count,
      pairs,
      K,
      taps,
    );
    for (let j = untiled(0, whole, border); j < J; j = untiled(j + 1, whole, border)) {
      for (let q = max(0, left - j); q < min(5, W + left - j); q++) {
        const from = at(row, (j + q - left) * K);
        addProducts(from, step, at(slopes, j * K), J * K, count, K, at(taps, q * K4));
      }
    }
  }
}

/**
 * to[q,k] += Σ_ij x[i,j+q,k] · dy[i,j,k] for q below 5, i below `height` and j below 2·`pairs`; rows of x are `row` and
 * those of dy `slopesRow` numbers apart.
 */
function addPairs(
  x: usize,
  row: i32,
  dy: usize,
  slopesRow: i32,
  height: i32,
  pairs: i32,
  K: i32,
  to: usize,
): void {
  const pixel = (<usize>K) << 2;
  const tap = (<usize>vectors(K)) << 2;
  for (let k: usize = 0; k < pixel; k += 16) {
    const sums = to + k;
    let z0 = v128.load(sums);
    let z1 = v128.load(sums + tap);
    let z2 = v128.load(sums + 2 * tap);
    let z3 = v128.load(sums + 3 * tap);
    let z4 = v128.load(sums + 4 * tap);
    let ar = x + k;
    let dr = dy + k;
    for (let i = height; i > 0; i--, ar = at(ar, row), dr = at(dr, slopesRow)) {
      let a = ar;
      let d = dr;
      let x0 = v128.load(a);
      a += pixel;
      let x1 = v128.load(a);
      a += pixel;
      let x2 = v128.load(a);
      a += pixel;
      let x3 = v128.load(a);
      for (let j = pairs; j > 0; j--) {
        const d0 = v128.load(d);
        d += pixel;
        a += pixel;
        const x4 = v128.load(a);
        z0 = f32x4.add(z0, f32x4.mul(x0, d0));
        z1 = f32x4.add(z1, f32x4.mul(x1, d0));
        z2 = f32x4.add(z2, f32x4.mul(x2, d0));
        z3 = f32x4.add(z3, f32x4.mul(x3, d0));
        z4 = f32x4.add(z4, f32x4.mul(x4, d0));
        const d1 = v128.load(d);
        d += pixel;
        a += pixel;
        const x5 = v128.load(a);
        z0 = f32x4.add(z0, f32x4.mul(x1, d1));
        z1 = f32x4.add(z1, f32x4.mul(x2, d1));
        z2 = f32x4.add(z2, f32x4.mul(x3, d1));
        z3 = f32x4.add(z3, f32x4.mul(x4, d1));
        z4 = f32x4.add(z4, f32x4.mul(x5, d1));
        x0 = x2;
        x1 = x3;
        x2 = x4;
        x3 = x5;
      }
    }
    v128.store(sums, z0);
    v128.store(sums + tap, z1);
    v128.store(sums + 2 * tap, z2);
    v128.store(sums + 3 * tap, z3);
    v128.store(sums + 4 * tap, z4);
  }
}
