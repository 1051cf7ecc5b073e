/**
 * Depthwise convolutions and their gradients in 128-bit vectors, four float32 numbers at a time, on
 * tensors where they lie in the memory of TensorFlow.js. AssemblyScript, compiled by `npm run assemble`.
 *
 * Arguments are addresses of float32 tensors, row by row, and their sizes. Every channel has M filters
 * of its own: of K = C·M channels, k belongs to channel k/M of an image of C channels.
 */
import { at } from "../common/at";
import { row3x3, takes3x3 } from "../common/depthwise3x3";

/**
 * How many numbers lie between pixels of K channels that are whole vectors: four of them where three
 * would do, as sixteen channels at a time are faster.
 */
function padded(K: i32): i32 {
  return (K & 15) > 8 ? (K + 15) & ~15 : (K + 3) & ~3;
}

/** Channels that are computed sixteen at a time. */
function wide(K: i32): i32 {
  return K & ~15;
}

/** taps[p,q,k] = filter[p,q,k], turned filter[P−1−p,Q−1−q,k], with PQ = `size`, zeros beyond K. */
export function packTaps(filter: usize, size: i32, K: i32, turned: bool, taps: usize): void {
  const width = padded(K);
  memory.fill(taps, 0, (<usize>(size * width)) << 2);
  for (let pq = 0; pq < size; pq++) {
    const from = turned ? size - 1 - pq : pq;
    memory.copy(at(taps, pq * width), at(filter, from * K), (<usize>K) << 2);
  }
}

/**
 * y[n,i,j,k] = Σ_pq x[n, (i·stride+p·dilation−top)/spread, (j·stride+q·dilation−left)/spread, k] · w[p,q,k]
 *
 * over the p and q whose elements of x exist; w [P,Q,K] packed. x [N,H,W,K/repeat] has each channel `repeat`
 * times, y [N,I,J,K/sum] sums so many. Stride, spread and dilation are for rows, then for columns; one
 * of spread and dilation is 1. Only images from `first` to before `end` are computed. `scratch` is for
 * 3·J + 1 numbers and, of channels in whole vectors, an image of x and one of y. Reads up to three numbers
 * past the end of x.
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
  const K4 = padded(K);
  const K16 = wide(K4);
  const row = W * K4 * (spread === 1 ? dilation : 1);
  const col = K4 * (spreadWidth === 1 ? dilationWidth : 1);
  const wRow = spread * Q * K4;
  const wCol = spreadWidth * K4;
  const copy = scratch;
  const sums = at(copy, H * W * K4);
  const places = at(sums, I * J * K4);
  for (let j = 0, place = places; j < J; j++, place = at(place, 3)) {
    const start = j * strideWidth - left;
    const q0 = firstTap(start, spreadWidth, dilationWidth);
    const q1 = endTap(start, W, spreadWidth, dilationWidth, Q);
    store<i32>(place, ((start + q0 * dilationWidth) / spreadWidth) * K4);
    store<i32>(place, q0 * K4, 4);
    store<i32>(place, q1 <= q0 ? 0 : (q1 - q0 + spreadWidth - 1) / spreadWidth, 8);
  }
  const is3x3 =
    max(max(spread, spreadWidth), max(dilation, dilationWidth)) === 1 &&
    takes3x3(P, Q, W, J, strideWidth, left);
  for (let n = first; n < end; n++) {
    let image = at(x, (n * H * W * K) / repeat);
    if (repeat > 1 || K < K4) {
      spaced(image, H * W, K, repeat, copy);
      image = copy;
    }
    const isOwn = sum === 1 && K === K4;
    const result = isOwn ? at(y, n * I * J * K) : sums;
    for (let i = 0; i < I; i++) {
      const start = i * stride - top;
      if (is3x3) {
        row3x3(image, H, W, K4, start, w, strideWidth, left, at(result, i * J * K4), J, places);
        continue;
      }
      const p0 = firstTap(start, spread, dilation);
      const p1 = endTap(start, H, spread, dilation, P);
      const height = p1 <= p0 ? 0 : (p1 - p0 + spread - 1) / spread;
      const rows = at(image, ((start + p0 * dilation) / spread) * W * K4);
      const taps = at(w, p0 * Q * K4);
      const to = at(result, i * J * K4);
      for (let j = 0, place = places; j < J; j++, place = at(place, 3)) {
        const a = at(rows, load<i32>(place));
        const b = at(taps, load<i32>(place, 4));
        const width = load<i32>(place, 8);
        block(a, row, col, b, wRow, wCol, height, width, K16, at(to, j * K4));
      }
      if (K16 === K4) continue;
      for (let phase = 0; phase < min(spreadWidth, J); phase++) {
        for (let j = phase; j < J; ) {
          const place = at(places, 3 * j);
          const last = at(place, 9 * spreadWidth);
          const tap = load<i32>(place, 4);
          const width = load<i32>(place, 8);
          const a = at(rows, load<i32>(place) + K16);
          const b = at(taps, tap + K16);
          const isTile =
            j + 3 * spreadWidth < J && tap === load<i32>(last, 4) && width === load<i32>(last, 8);
          const z = at(to, j * K4 + K16);
          if (isTile) {
            const step = strideWidth * K4;
            tile(a, row, col, b, wRow, wCol, height, width, K4 - K16, step, z, wCol);
          } else {
            single(a, row, col, b, wRow, wCol, height, width, K4 - K16, z);
          }
          j += isTile ? 4 * spreadWidth : spreadWidth;
        }
      }
    }
    if (!isOwn) joined(sums, I * J, K, sum, at(y, (n * I * J * K) / sum));
  }
}

/**
 * to[k] = Σ x[r,c,k] · w[r,c,k] for r below `height`, c below `width` and k below K, which is a multiple
 * of 16; `row` and `col` numbers lie between such rows and columns of x, `wRow` and `wCol` of w.
 */
function block(
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

/** As `block`, four channels at a time. */
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
  for (let k = 0; k < K; k += 4) {
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
  const s = (<usize>step) << 2;
  const aCol = (<usize>col) << 2;
  const bCol = (<usize>wCol) << 2;
  for (let k = 0; k < K; k += 4) {
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

/**
 * dw[p,q,k] = Σ_nij x[n, i·stride+p−top, j·stride+q−left, k/M] · dy[n,i,j,k]
 *
 * over the i and j whose elements of x exist; x [N,H,W,K/M], dy [N,I,J,K], dw [P,Q,K]. Computed are
 * the pairs (p,q) from `first` to before `end`, counted row by row. `scratch` is, of channels in whole
 * vectors, for an image of x, one of dy, and as many pixels as pairs. Reads up to three numbers past
 * the ends of x and dy.
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
  const K4 = padded(K);
  const copy = scratch;
  const slopesCopy = at(copy, H * W * K4);
  const sums = at(slopesCopy, I * J * K4);
  memory.fill(sums, 0, (<usize>((end - first) * K4)) << 2);
  for (let n = 0; n < N; n++) {
    let image = at(x, (n * H * W * K) / M);
    let slopes = at(dy, n * I * J * K);
    if (M > 1 || K < K4) {
      spaced(image, H * W, K, M, copy);
      image = copy;
    }
    if (K < K4) {
      spaced(slopes, I * J, K, 1, slopesCopy);
      slopes = slopesCopy;
    }
    for (let pq = first; pq < end; pq++) {
      const p = pq / Q - top;
      const shift = (pq % Q) - left;
      const j0 = firstTap(shift, 1, strideWidth);
      const count = endTap(shift, W, 1, strideWidth, J) - j0;
      const col = (j0 * strideWidth + shift) * K4;
      const to = at(sums, (pq - first) * K4);
      for (let i = firstTap(p, 1, stride), y = i * stride + p; i < I && y < H; i++, y += stride) {
        const from = at(image, y * W * K4 + col);
        addProducts(from, strideWidth * K4, at(slopes, (i * J + j0) * K4), count, K4, to);
      }
    }
  }
  joined(sums, end - first, K, 1, at(dw, first * K));
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

/**
 * to[i,k] = x[i,k/M] for i of `size` and k of K, in whole vectors; what is beyond K is not to be
 * looked at.
 */
function spaced(x: usize, size: i32, K: i32, M: i32, to: usize): void {
  const K4 = padded(K);
  for (let i = 0; i < size; i++, to = at(to, K4)) {
    if (M === 1) {
      for (let k = 0; k < K; k += 4) v128.store(at(to, k), v128.load(at(x, k)));
      x = at(x, K);
    } else {
      for (let k = 0; k < K; x += 4) {
        const value = load<f32>(x);
        for (let m = 0; m < M; m++, k++) store<f32>(at(to, k), value);
      }
    }
  }
}

/** to[i,c] = Σ_m x[i,c·M+m] for i of `size` and m of M; x [i,K] in whole vectors. */
function joined(x: usize, size: i32, K: i32, M: i32, to: usize): void {
  const K4 = padded(K);
  const vectors = M === 1 ? K & ~3 : 0;
  for (let i = 0; i < size; i++, x = at(x, K4)) {
    for (let k = 0; k < vectors; k += 4, to += 16) v128.store(to, v128.load(at(x, k)));
    for (let k = vectors; k < K; to += 4) {
      let sum = load<f32>(at(x, k++));
      for (let m = 1; m < M; m++) sum += load<f32>(at(x, k++));
      store<f32>(to, sum);
    }
  }
}
