/** Results of depthwise convolutions with any filter, one pixel or four at a time. */
import { at } from "./at";

/**
 * to[k] = Σ x[r,c,k] · w[r,c,k] for r below `height`, c below `width` and k below K, which is a multiple
 * of 16; `row` and `col` numbers lie between such rows and columns of x, `wRow` and `wCol` of w.
 */
export function block(
  x: usize,
  row: i32,
  col: i32,
  w: usize,
  wRow: i32,
  wCol: i32,
  height: i32,
  width: i32,
  K: i32,
  to: usize,
): void {
  const aCol = (<usize>col) << 2;
  const bCol = (<usize>wCol) << 2;
  for (let k = 0; k < K; k += 16) {
    let z0 = f32x4.splat(0);
    let z1 = f32x4.splat(0);
    let z2 = f32x4.splat(0);
    let z3 = f32x4.splat(0);
    let ar = at(x, k);
    let br = at(w, k);
    for (let r = height; r > 0; r--, ar = at(ar, row), br = at(br, wRow)) {
      let a = ar;
      let b = br;
      for (let c = width; c > 0; c--, a += aCol, b += bCol) {
        z0 = f32x4.add(z0, f32x4.mul(v128.load(a), v128.load(b)));
        z1 = f32x4.add(z1, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
        z2 = f32x4.add(z2, f32x4.mul(v128.load(a, 32), v128.load(b, 32)));
        z3 = f32x4.add(z3, f32x4.mul(v128.load(a, 48), v128.load(b, 48)));
      }
    }
    v128.store(at(to, k), z0);
    v128.store(at(to, k), z1, 16);
    v128.store(at(to, k), z2, 32);
    v128.store(at(to, k), z3, 48);
  }
}

/** As `block`, four channels at a time, the last ones again where K is no multiple of 4: there are four before them. */
export function single(
  x: usize,
  row: i32,
  col: i32,
  w: usize,
  wRow: i32,
  wCol: i32,
  height: i32,
  width: i32,
  K: i32,
  to: usize,
): void {
  for (let k = 0; k < K; k += 4) {
    k = min(k, K - 4);
    let sum = f32x4.splat(0);
    for (let r = 0; r < height; r++) {
      let a = at(x, r * row + k);
      let b = at(w, r * wRow + k);
      for (let c = 0; c < width; c++, a = at(a, col), b = at(b, wCol)) {
        sum = f32x4.add(sum, f32x4.mul(v128.load(a), v128.load(b)));
      }
    }
    v128.store(at(to, k), sum);
  }
}

/** As `single`, for four results `apart`, whose x are `step` apart. */
export function tile(
  x: usize,
  row: i32,
  col: i32,
  w: usize,
  wRow: i32,
  wCol: i32,
  height: i32,
  width: i32,
  K: i32,
  step: i32,
  to: usize,
  apart: i32,
): void {
  const s = (<usize>step) << 2;
  const aCol = (<usize>col) << 2;
  const bCol = (<usize>wCol) << 2;
  for (let k = 0; k < K; k += 4) {
    k = min(k, K - 4);
    let z0 = f32x4.splat(0);
    let z1 = f32x4.splat(0);
    let z2 = f32x4.splat(0);
    let z3 = f32x4.splat(0);
    let ar = at(x, k);
    let br = at(w, k);
    for (let r = height; r > 0; r--, ar = at(ar, row), br = at(br, wRow)) {
      let a = ar;
      let b = br;
      for (let c = width; c > 0; c--, a += aCol, b += bCol) {
        const tap = v128.load(b);
        const a2 = a + 2 * s;
        z0 = f32x4.add(z0, f32x4.mul(v128.load(a), tap));
        z1 = f32x4.add(z1, f32x4.mul(v128.load(a + s), tap));
        z2 = f32x4.add(z2, f32x4.mul(v128.load(a2), tap));
        z3 = f32x4.add(z3, f32x4.mul(v128.load(a2 + s), tap));
      }
    }
    v128.store(at(to, k), z0);
    v128.store(at(to, k + apart), z1);
    v128.store(at(to, k + 2 * apart), z2);
    v128.store(at(to, k + 3 * apart), z3);
  }
}
