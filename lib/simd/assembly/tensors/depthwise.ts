/**
 * Depthwise convolutions and their gradients in 128-bit vectors, four float32 numbers at a time, on
 * tensors where they lie in the memory of TensorFlow.js. AssemblyScript, compiled by `npm run assemble`.
 *
 * Arguments are addresses of float32 tensors, row by row, and their sizes. Every channel has M filters
 * of its own: of K = C·M channels, k belongs to channel k/M of an image of C channels.
 */
import { at } from "../common/at";

/** turned[p,q,k] = filter[P−1−p,Q−1−q,k], with PQ = `size`. */
export function turnFilter(filter: usize, size: i32, K: i32, turned: usize): void {
  for (let pq = 0; pq < size; pq++)
    memory.copy(at(turned, pq * K), at(filter, (size - 1 - pq) * K), (<usize>K) << 2);
}

/**
 * y[n,i,j,k] = Σ_pq x[n, (i·stride+p·dilation−top)/spread, (j·stride+q·dilation−left)/spread, k] · w[p,q,k]
 *
 * over the p and q whose elements of x exist; w [P,Q,K]. x [N,H,W,K/repeat] has each channel `repeat`
 * times, y [N,I,J,K/sum] sums so many. Stride, spread and dilation are for rows, then for columns; one
 * of spread and dilation is 1. Only images from `first` to before `end` are computed. `scratch` is for
 * HWK numbers where channels are repeated, for IJK where they are summed.
 */
export function depthwise(
  x: usize,
  H: i32,
  W: i32,
  K: i32,
  w: usize,
  P: i32,
  Q: i32,
  y: usize,
  I: i32,
  J: i32,
  repeat: i32,
  sum: i32,
  stride: i32,
  strideWidth: i32,
  spread: i32,
  spreadWidth: i32,
  dilation: i32,
  dilationWidth: i32,
  top: i32,
  left: i32,
  first: i32,
  end: i32,
  scratch: usize,
): void {
  const row = W * K * (spread === 1 ? dilation : 1);
  const col = K * (spreadWidth === 1 ? dilationWidth : 1);
  for (let n = first; n < end; n++) {
    let image = at(x, (n * H * W * K) / repeat);
    if (repeat > 1) image = repeated(image, (H * W * K) / repeat, repeat, scratch);
    const result = sum > 1 ? scratch : at(y, n * I * J * K);
    for (let i = 0; i < I; i++) {
      const p0 = firstTap(i * stride - top, spread, dilation);
      const p1 = endTap(i * stride - top, H, spread, dilation, P);
      const rows = at(image, ((i * stride - top + p0 * dilation) / spread) * W * K);
      for (let phase = 0; phase < min(spreadWidth, J); phase++) {
        for (let j = phase; j < J; ) {
          const q0 = firstTap(j * strideWidth - left, spreadWidth, dilationWidth);
          const q1 = endTap(j * strideWidth - left, W, spreadWidth, dilationWidth, Q);
          const last = j + 3 * spreadWidth;
          const isTile =
            last < J &&
            q0 === firstTap(last * strideWidth - left, spreadWidth, dilationWidth) &&
            q1 === endTap(last * strideWidth - left, W, spreadWidth, dilationWidth, Q);
          const from = at(rows, ((j * strideWidth - left + q0 * dilationWidth) / spreadWidth) * K);
          const taps = at(w, (p0 * Q + q0) * K);
          const to = at(result, (i * J + j) * K);
          const height = p1 <= p0 || q1 <= q0 ? 0 : (p1 - p0 + spread - 1) / spread;
          const width = (q1 - q0 + spreadWidth - 1) / spreadWidth;
          if (isTile) {
            const step = strideWidth * K;
            const apart = spreadWidth * K;
            tile(from, row, col, taps, spread * Q * K, apart, height, width, K, step, to, apart);
            j += 4 * spreadWidth;
          } else {
            single(from, row, col, taps, spread * Q * K, spreadWidth * K, height, width, K, to);
            j += spreadWidth;
          }
        }
      }
    }
    if (sum > 1) summed(scratch, (I * J * K) / sum, sum, at(y, (n * I * J * K) / sum));
  }
}

/**
 * to[k] = Σ x[r,c,k] · w[r,c,k] for r below `height` and c below `width`; `row` and `col` numbers lie
 * between such rows and columns of x, `wRow` and `wCol` of w.
 */
function single(
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
  const vectors = K & ~3;
  for (let k = 0; k < vectors; k += 4) {
    let sum = f32x4.splat(0);
    for (let r = 0; r < height; r++) {
      let a = at(x, r * row + k);
      let b = at(w, r * wRow + k);
      for (let c = 0; c < width; c++, a = at(a, col), b = at(b, wCol))
        sum = f32x4.add(sum, f32x4.mul(v128.load(a), v128.load(b)));
    }
    v128.store(at(to, k), sum);
  }
  rest(x, row, col, w, wRow, wCol, height, width, vectors, K, to);
}

/** As `single`, for four results `apart`, whose x are `step` apart. */
function tile(
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
  const vectors = K & ~3;
  const s = (<usize>step) << 2;
  for (let k = 0; k < vectors; k += 4) {
    let z0 = f32x4.splat(0);
    let z1 = f32x4.splat(0);
    let z2 = f32x4.splat(0);
    let z3 = f32x4.splat(0);
    for (let r = 0; r < height; r++) {
      let a = at(x, r * row + k);
      let b = at(w, r * wRow + k);
      for (let c = 0; c < width; c++, a = at(a, col), b = at(b, wCol)) {
        const tap = v128.load(b);
        z0 = f32x4.add(z0, f32x4.mul(v128.load(a), tap));
        z1 = f32x4.add(z1, f32x4.mul(v128.load(a + s), tap));
        z2 = f32x4.add(z2, f32x4.mul(v128.load(a + 2 * s), tap));
        z3 = f32x4.add(z3, f32x4.mul(v128.load(a + 3 * s), tap));
      }
    }
    v128.store(at(to, k), z0);
    v128.store(at(to, k + apart), z1);
    v128.store(at(to, k + 2 * apart), z2);
    v128.store(at(to, k + 3 * apart), z3);
  }
  if (vectors < K) {
    for (let t = 0; t < 4; t++) {
      const from = at(x, t * step);
      rest(from, row, col, w, wRow, wCol, height, width, vectors, K, at(to, t * apart));
    }
  }
}

/** As `single`, number by number, from channel `k` on. */
function rest(
  x: usize,
  row: i32,
  col: i32,
  w: usize,
  wRow: i32,
  wCol: i32,
  height: i32,
  width: i32,
  k: i32,
  K: i32,
  to: usize,
): void {
  for (; k < K; k++) {
    let sum: f32 = 0;
    for (let r = 0; r < height; r++) {
      for (let c = 0; c < width; c++)
        sum += load<f32>(at(x, r * row + c * col + k)) * load<f32>(at(w, r * wRow + c * wCol + k));
    }
    store<f32>(at(to, k), sum);
  }
}

/**
 * dw[p,q,k] = Σ_nij x[n, i·stride+p−top, j·stride+q−left, k/M] · dy[n,i,j,k]
 *
 * over the i and j whose elements of x exist; x [N,H,W,K/M], dy [N,I,J,K], dw [P,Q,K]. Computed are
 * the pairs (p,q) from `first` to before `end`, counted row by row. `scratch` is for HWK numbers.
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
  Q: i32,
  M: i32,
  stride: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  first: i32,
  end: i32,
  scratch: usize,
): void {
  memory.fill(at(dw, first * K), 0, (<usize>((end - first) * K)) << 2);
  for (let n = 0; n < N; n++) {
    let image = at(x, (n * H * W * K) / M);
    if (M > 1) image = repeated(image, (H * W * K) / M, M, scratch);
    for (let i = 0; i < I; i++) {
      for (let pq = first; pq < end; pq++) {
        const y = i * stride + pq / Q - top;
        if (y < 0 || y >= H) continue;
        const shift = (pq % Q) - left;
        const j0 = firstTap(shift, 1, strideWidth);
        const j1 = endTap(shift, W, 1, strideWidth, J);
        if (j0 >= j1) continue;
        const from = at(image, (y * W + j0 * strideWidth + shift) * K);
        const slopes = at(dy, ((n * I + i) * J + j0) * K);
        addProducts(from, strideWidth * K, slopes, j1 - j0, K, at(dw, pq * K));
      }
    }
  }
}

/** to[k] += Σ_j x[j,k] · dy[j,k] for j below `count`; rows of x are `step` numbers apart. */
function addProducts(x: usize, step: i32, dy: usize, count: i32, K: i32, to: usize): void {
  const vectors = K & ~3;
  const xs = (<usize>step) << 2;
  const ds = (<usize>K) << 2;
  for (let k = 0; k < vectors; k += 4) {
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
  for (let k = vectors; k < K; k++) {
    let sum = load<f32>(at(to, k));
    for (let j = 0; j < count; j++)
      sum += load<f32>(at(x, j * step + k)) * load<f32>(at(dy, j * K + k));
    store<f32>(at(to, k), sum);
  }
}

/** The first p from 0 on for which start + p·dilation is a multiple of spread and not negative. */
function firstTap(start: i32, spread: i32, dilation: i32): i32 {
  if (spread === 1) return start >= 0 ? 0 : (dilation - 1 - start) / dilation;
  const over = ((start % spread) + spread) % spread;
  const p = over === 0 ? 0 : spread - over;
  return start + p >= 0 ? p : p + ((spread - 1 - start - p) / spread) * spread;
}

/** The first p after those, below `count`, for which (start + p·dilation)/spread is below `size`. */
function endTap(start: i32, size: i32, spread: i32, dilation: i32, count: i32): i32 {
  const most = (size - 1) * spread - start;
  return most < 0 ? 0 : min(count, most / dilation + 1);
}

/** to[i,m] = x[i] for i of `size` and m of `times`; returns where. */
function repeated(x: usize, size: i32, times: i32, to: usize): usize {
  for (let i = 0; i < size; i++) {
    const value = load<f32>(at(x, i));
    for (let m = 0; m < times; m++) store<f32>(at(to, i * times + m), value);
  }
  return to;
}

/** to[i] = Σ_m x[i,m] for i of `size` and m of `times`. */
function summed(x: usize, size: i32, times: i32, to: usize): void {
  for (let i = 0; i < size; i++) {
    let sum: f32 = 0;
    for (let m = 0; m < times; m++) sum += load<f32>(at(x, i * times + m));
    store<f32>(at(to, i), sum);
  }
}
