import { addProducts } from "./addProducts";
import { at } from "./at";
import { addRows3x3 } from "./filterGradient3x3";
import { addRows5 } from "./filterGradient5";
import { rowAddresses, rowsTogether } from "./imageRows";
import { endTap, firstTap } from "./taps";
import { repeat, vectors } from "./wholeVectors";

/**
 * dw[g,p,q,k] = Σ_nij x[n, i·stride+p−top, j·stride+q−left, k/M] · dy[n,i,j,k]
 *
 * over the i and j whose elements of x exist, and the n of a group g of so many images; x [N,H,W,K/M], dy
 * [N,I,J,K], dw [⌈N/images⌉,P,Q,K]. Only groups from `first` to before `end` are computed. `scratch` is for filters
 * of channels in whole vectors, a row of x and three numbers, stride·I + 3 and, with M above 1, an image of K channels.
 * Reads up to three numbers past the ends of x, dy and that image.
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
  const inputRows = at(zeros, W * K + 3);
  const copy = at(inputRows, (I - 1) * stride + 3);
  const mostLeft = strideWidth === 1 ? J : strideWidth === 2 ? 1 : -1;
  const is3x3 = P === 3 && Q === 3 && left <= mostLeft;
  if (is3x3) memory.fill(zeros, 0, (<usize>(W * K + 3)) << 2);
  const rows = rowsTogether(H, W, K, I);
  for (let g = first; g < end; g++) {
    memory.fill(sums, 0, (<usize>(PQ * K4)) << 2);
    for (let n = g * images; n < min(N, (g + 1) * images); n++) {
      let image = at(x, n * H * W * (K / M));
      if (M > 1) {
        repeat(image, H * W * K, M, copy);
        image = copy;
      }
      const slopes = at(dy, n * I * J * K);
      if (is3x3) rowAddresses(image, H, W * K, top, zeros, (I - 1) * stride + 3, inputRows);
      for (let i = 0; i < I; i += rows) {
        const last = min(I, i + rows);
        if (is3x3) {
          const from = at(inputRows, i * stride);
          const d = at(slopes, i * J * K);
          addRows3x3(from, W, K, d, last - i, J, stride, strideWidth, left, sums, zeros);
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
