/**
 * Depthwise convolutions and their gradients in 128-bit vectors, four float32 numbers at a time, on
 * tensors where they lie in the memory of TensorFlow.js. AssemblyScript, compiled by `npm run assemble`.
 *
 * Arguments are addresses of float32 tensors, row by row, and their sizes. Every channel has M filters
 * of its own: of K = C·M channels, k belongs to channel k/M of an image of C channels.
 */
import { at } from "../common/at";
import { rows3x3, takes3x3 } from "../common/depthwise3x3";
import { block, single, tile } from "../common/depthwisePixels";
import { denseTile, tilesEnd, untiled } from "../common/depthwiseTiles";
import { rowAddresses, rowsTogether } from "../common/imageRows";
import { spreadRows3x3 } from "../common/spread3x3";
import { endTap, firstTap } from "../common/taps";
import { joined, pitch, spaced, wide } from "../common/wholeVectors";

export { depthwiseFilterGradient } from "../common/depthwiseFilterGradient";

/**
 * taps[p,q,k] = filter[p,q,k], turned filter[P−1−p,Q−1−q,k], with PQ = `size` and `pitch(K)` numbers for each pq.
 */
export function packTaps(filter: usize, size: i32, K: i32, turned: bool, taps: usize): void {
  const width = pitch(K);
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
 * 3·J + stride·I + 3 numbers and, with `pitch(K)` channels, an image of x, one of y, and a row of x.
 * Reads up to three numbers past the end of x.
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
  const K4 = pitch(K);
  const K16 = wide(K4);
  const row = W * K4 * (spread === 1 ? dilation : 1);
  const col = K4 * (spreadWidth === 1 ? dilationWidth : 1);
  const wRow = spread * Q * K4;
  const wCol = spreadWidth * K4;
  const copy = scratch;
  const sums = at(copy, H * W * K4);
  const zeros = at(sums, I * J * K4);
  const places = at(zeros, W * K4);
  const inputRows = at(places, 3 * J);
  for (let j = 0, place = places; j < J; j++, place = at(place, 3)) {
    const start = j * strideWidth - left;
    const q0 = firstTap(start, spreadWidth, dilationWidth);
    const q1 = endTap(start, W, spreadWidth, dilationWidth, Q);
    store<i32>(place, ((start + q0 * dilationWidth) / spreadWidth) * K4);
    store<i32>(place, q0 * K4, 4);
    store<i32>(place, q1 <= q0 ? 0 : (q1 - q0 + spreadWidth - 1) / spreadWidth, 8);
  }
  const isDense = max(max(spread, spreadWidth), max(dilation, dilationWidth)) === 1;
  const is3x3 = isDense && takes3x3(P, Q, W, J, strideWidth, left);
  const tiled = isDense && strideWidth === 1 ? tilesEnd(Q, W, J, left) : left;
  const isSpread3x3 =
    P === 3 && Q === 3 && spread === 2 && spreadWidth === 2 && left >= 1 && left <= 2;
  // less than four channels, too, can be computed where they lie: the next pixel writes again what a vector wrote of it
  const inPlace = is3x3 && K < 4 && repeat === 1 && sum === 1;
  const pixel = inPlace ? K : K4;
  if (is3x3) memory.fill(zeros, 0, (<usize>(W * K4)) << 2);
  for (let n = first; n < end; n++) {
    let image = at(x, (n * H * W * K) / repeat);
    if (repeat > 1 || K < pixel) {
      spaced(image, H * W, K, repeat, copy);
      image = copy;
    }
    const isOwn = sum === 1 && K === pixel;
    const result = isOwn ? at(y, n * I * J * K) : sums;
    if (is3x3) {
      rowAddresses(image, H, W * pixel, top, zeros, (I - 1) * stride + 3, inputRows);
      // what the last row of less than four channels writes past its end, nothing writes again
      const end = I - <i32>inPlace;
      const together = rowsTogether(H, W, K, I);
      for (let i = 0; i < I; ) {
        const isLast = i === end;
        const count = isLast ? 1 : min(together, end - i);
        const to = at(result, i * J * pixel);
        const from = at(inputRows, i * stride);
        rows3x3(from, W, pixel, count, w, stride, strideWidth, left, isLast ? sums : to, J);
        if (isLast) memory.copy(to, sums, (<usize>(J * K)) << 2);
        i += count;
      }
      if (isOwn || inPlace) continue;
    }
    for (let i = is3x3 ? I : 0; i < I; i++) {
      const start = i * stride - top;
      if (isSpread3x3) {
        const r = (i + 2 - top) >> 1;
        spreadRows3x3(image, H, W, K4, r, w, 2 - top, 2 - left, result, I, J);
        i = 2 * r + top - 1;
        continue;
      }
      const p0 = firstTap(start, spread, dilation);
      const p1 = endTap(start, H, spread, dilation, P);
      const height = p1 <= p0 ? 0 : (p1 - p0 + spread - 1) / spread;
      const rows = at(image, ((start + p0 * dilation) / spread) * W * K4);
      const taps = at(w, p0 * Q * K4);
      const to = at(result, i * J * K4);
      for (let j = left; j < tiled; j += 4) {
        const a = at(rows, (j - left) * K4);
        denseTile(a, row, taps, height, Q, K4, at(to, j * K4));
      }
      for (let j = untiled(0, left, tiled); j < J; j = untiled(j + 1, left, tiled)) {
        const place = at(places, 3 * j);
        const a = at(rows, load<i32>(place));
        const b = at(taps, load<i32>(place, 4));
        const width = load<i32>(place, 8);
        block(a, row, col, b, wRow, wCol, height, width, K16, at(to, j * K4));
      }
      if (K16 === K4) continue;
      for (let phase = 0; phase < min(spreadWidth, J); phase++) {
        for (let j = untiled(phase, left, tiled); j < J; ) {
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
          j = untiled(j + (isTile ? 4 * spreadWidth : spreadWidth), left, tiled);
        }
      }
    }
    if (!isOwn) joined(sums, I * J, K, sum, at(y, (n * I * J * K) / sum));
  }
}
