import { at } from "./at";
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
  const is3x3 = P === 3 && Q === 3 && (strideWidth === 1 || (strideWidth === 2 && left <= 1));
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
        addProducts(from, strideWidth * K, at(slopes, j * K), count, K, to);
      }
    }
  }
}

/** to[k] += Σ_j x[j,k] · dy[j,k] for j below `count`; rows of x are `step` numbers apart. */
function addProducts(x: usize, step: i32, dy: usize, count: i32, K: i32, to: usize): void {
  if (count <= 0) return;
  const K16 = wide(K);
  const xs = (<usize>step) << 2;
  const ds = (<usize>K) << 2;
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
