import { at } from "./at";
import { untiled } from "./depthwiseTiles";
import { addRows3x3 } from "./filterGradient3x3";
import { endTap, firstTap } from "./taps";
import { repeat, vectors, wide } from "./wholeVectors";

/** How many numbers of x, and of dy, stay in the nearest cache. */
const NEAR: i32 = 2560;

/**
 * dw[g,p,q,k] = Σ_nij x[n, i·stride+p−top, j·stride+q−left, k/M] · dy[n,i,j,k]
 *
 * over the i and j whose elements of x exist, and the n of a group g of so many images; x [N,H,W,K/M], dy
 * [N,I,J,K], dw [⌈N/images⌉,P,Q,K]. Only groups from `first` to before `end` are computed. `scratch` is for filters
 * of channels in whole vectors, four numbers and, with M above 1, an image of K channels. Reads up to three numbers
 * past the ends of x, dy and that image.
 */
export function depthwiseFilterGradient(
  x: usize,
  N: i32,
  H: i32,
  W: i32,
  K: i32,
  dy: usize,
  I: i32,
  J: i32,
  dw: usize,
  P: i32,
  Q: i32,
  M: i32,
  stride: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  images: i32,
  first: i32,
  end: i32,
  scratch: usize,
): void {
  const K4 = vectors(K);
  const PQ = P * Q;
  const sums = scratch;
  const zeros = at(sums, PQ * K4);
  const copy = at(zeros, 4);
  v128.store(zeros, f32x4.splat(0));
  const mostLeft = strideWidth === 1 ? J : strideWidth === 2 ? 1 : -1;
  const is3x3 = P === 3 && Q === 3 && left <= mostLeft;
  const rows = max(1, NEAR / (W * K));
  for (let g = first; g < end; g++) {
    memory.fill(sums, 0, (<usize>(PQ * K4)) << 2);
    for (let n = g * images; n < min(N, (g + 1) * images); n++) {
      let image = at(x, n * H * W * (K / M));
      if (M > 1) {
        repeat(image, H * W * K, M, copy);
        image = copy;
      }
      const slopes = at(dy, n * I * J * K);
      for (let i = 0; i < I; i += rows) {
        const last = min(I, i + rows);
        if (is3x3) {
          addRows3x3(
            image,
            H,
            W,
            K,
            slopes,
            i,
            last,
            J,
            stride,
            strideWidth,
            top,
            left,
            sums,
            zeros,
          );
        } else if (Q === 5 && strideWidth === 1) {
          addRows5(image, H, W, K, slopes, i, last, J, P, stride, top, left, sums);
        } else {
          addRows(image, H, W, K, slopes, i, last, J, P, Q, stride, strideWidth, top, left, sums);
        }
      }
    }
    const to = at(dw, g * PQ * K);
    for (let pq = 0; pq < PQ; pq++) memory.copy(at(to, pq * K), at(sums, pq * K4), (<usize>K) << 2);
  }
}

/**
 * dw[p,q,k] += Σ_ij x[i·stride+p−top, j·stride+q−left, k] · dy[i,j,k] for i from `first` to before `end`
 *
 * over the elements of x [H,W,K] and dy [I,J,K] that exist; dw [P,Q,K] in whole vectors.
 */
function addRows(
  x: usize,
  H: i32,
  W: i32,
  K: i32,
  dy: usize,
  first: i32,
  end: i32,
  J: i32,
  P: i32,
  Q: i32,
  stride: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  dw: usize,
): void {
  const K4 = vectors(K);
  for (let i = first; i < end; i++) {
    const start = i * stride - top;
    const slopes = at(dy, i * J * K);
    for (let p = max(0, -start); p < min(P, H - start); p++) {
      const row = at(x, (start + p) * W * K);
      for (let q = 0; q < Q; q++) {
        const shift = q - left;
        const j = firstTap(shift, 1, strideWidth);
        const count = endTap(shift, W, 1, strideWidth, J) - j;
        const from = at(row, (j * strideWidth + shift) * K);
        const to = at(dw, (p * Q + q) * K4);
        addProducts(from, strideWidth * K, at(slopes, j * K), K, count, K, to);
      }
    }
  }
}

/** As `addRows`, of five columns of taps with stride 1, slope by slope where one meets less than five columns of x. */
function addRows5(
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
  const pairs = max(0, min(J, W - 4 + left) - max(0, left)) >> 1;
  const whole = max(0, left);
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

/** to[k] += Σ_j x[j,k] · dy[j,k] for j below `count`; rows of x are `step` numbers apart, of dy `slopesStep`. */
function addProducts(
  x: usize,
  step: i32,
  dy: usize,
  slopesStep: i32,
  count: i32,
  K: i32,
  to: usize,
): void {
  if (count <= 0) return;
  const K16 = wide(K);
  const xs = (<usize>step) << 2;
  const ds = (<usize>slopesStep) << 2;
  for (let k = 0; k < K16; k += 16) {
    let a = at(x, k);
    let b = at(dy, k);
    const sums = at(to, k);
    let z0 = v128.load(sums);
    let z1 = v128.load(sums, 16);
    let z2 = v128.load(sums, 32);
    let z3 = v128.load(sums, 48);
    for (let j = count; j > 0; j--, a += xs, b += ds) {
      z0 = f32x4.add(z0, f32x4.mul(v128.load(a), v128.load(b)));
      z1 = f32x4.add(z1, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
      z2 = f32x4.add(z2, f32x4.mul(v128.load(a, 32), v128.load(b, 32)));
      z3 = f32x4.add(z3, f32x4.mul(v128.load(a, 48), v128.load(b, 48)));
    }
    v128.store(sums, z0);
    v128.store(sums, z1, 16);
    v128.store(sums, z2, 32);
    v128.store(sums, z3, 48);
  }
  for (let k = K16; k < K; k += 4) {
    let a = at(x, k);
    let b = at(dy, k);
    let z0 = v128.load(at(to, k));
    let z1 = f32x4.splat(0);
    let z2 = f32x4.splat(0);
    let z3 = f32x4.splat(0);
    let j = count;
    for (; j >= 4; j -= 4, a += 4 * xs, b += 4 * ds) {
      z0 = f32x4.add(z0, f32x4.mul(v128.load(a), v128.load(b)));
      z1 = f32x4.add(z1, f32x4.mul(v128.load(a + xs), v128.load(b + ds)));
      z2 = f32x4.add(z2, f32x4.mul(v128.load(a + 2 * xs), v128.load(b + 2 * ds)));
      z3 = f32x4.add(z3, f32x4.mul(v128.load(a + 3 * xs), v128.load(b + 3 * ds)));
    }
    for (; j > 0; j--, a += xs, b += ds) z0 = f32x4.add(z0, f32x4.mul(v128.load(a), v128.load(b)));
    v128.store(at(to, k), f32x4.add(f32x4.add(z0, z1), f32x4.add(z2, z3)));
  }
}
