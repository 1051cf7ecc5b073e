/**
 * The nearest of images of bytes, in 128-bit vectors. AssemblyScript, compiled by `npm run assemble`.
 */

import { total } from "./common/total";

/** Σ |a − b| */
class L1 {}

/** Σ (a − b)² */
class L2 {}

/** Known when it is compiled: there is no test of it in a loop. */
function isSquared<Metric>(): bool {
  return idof<Metric>() === idof<L2>();
}

/** Bytes in a cell, at most: a difference of sums is below 16·255. */
const CELL = 16;

/** Bytes at a time whose sums of four lanes are below 2³¹: 32 vectors of 2·(16·255)². */
const PART = 512;

/**
 * Offers `N` images, numbered from `from` on, to the k nearest so far of each of `Q` queries, nearest first, at
 * equal distance the lower number: int32 numbers [Q,k] and float64 distances [Q,k] that begin as infinite.
 * The distance is Σ |a − b| where `squared` is 0, otherwise Σ (a − b)².
 *
 * Only what may be within reach, the k-th distance so far, is compared in full. `bounds` [Q,N], float32, are
 * never above the distances, and neither is what sums over cells give, int16, `perRow` of them for each
 * `rowBytes` bytes of an image. Overwrites bounds. `least` and `leastBounds` are scratch for k int32 and float64
 * numbers.
 */
export function search(
  squared: i32,
  queries: usize,
  Q: i32,
  images: usize,
  N: i32,
  size: i32,
  querySums: usize,
  imageSums: usize,
  perRow: i32,
  rowBytes: i32,
  bounds: usize,
  from: i32,
  k: i32,
  numbers: usize,
  distances: usize,
  least: usize,
  leastBounds: usize,
): void {
  const last = (k - 1) << 3;
  const sumBytes = (((size + rowBytes - 1) / rowBytes) * perRow) << 1;
  for (let q = 0; q < Q; q++) {
    let reach = load<f64>(distances + last);
    // As long as everything is within reach, begin with the least bounds: they narrow it.
    const first = reach === Infinity ? min(k, N) : 0;
    for (let i = 0; i < first; i++) store<f64>(leastBounds + (i << 3), Infinity);
    if (first > 0) {
      for (let n = 0; n < N; n++) {
        insert(least, leastBounds, first, n, load<f32>(bounds + (n << 2)));
      }
    }
    for (let i = 0; i < first + N; i++) {
      const n = i < first ? load<i32>(least + (i << 2)) : i - first;
      const bound = bounds + (n << 2);
      if (!(load<f32>(bound) <= reach)) continue; // what was among the first is NaN
      if (i < first) store<f32>(bound, NaN);
      const sums = imageSums + n * sumBytes;
      const image = images + n * size;
      const distance = squared
        ? distanceWithin<L2>(reach, queries, image, size, rowBytes, querySums, sums, perRow)
        : distanceWithin<L1>(reach, queries, image, size, rowBytes, querySums, sums, perRow);
      if (distance > reach) continue;
      insert(numbers, distances, k, from + n, distance);
      reach = load<f64>(distances + last);
    }
    queries += size;
    querySums += sumBytes;
    bounds += N << 2;
    numbers += k << 2;
    distances += k << 3;
  }
}

/**
 * The distance of two images by their bytes and sums over cells; some number above `reach` where it is above
 * `reach`. What they differ by at least gives way to what they differ by, row by row of cells.
 */
function distanceWithin<Metric>(
  reach: f64,
  a: usize,
  b: usize,
  size: i32,
  rowBytes: i32,
  aSums: usize,
  bSums: usize,
  perRow: i32,
): f64 {
  const rows = (size + rowBytes - 1) / rowBytes;
  let distance = atLeast<Metric>(aSums, bSums, rows * perRow);
  for (let i = 0; distance <= reach && i < size; i += rowBytes) {
    distance -= atLeast<Metric>(aSums, bSums, perRow);
    distance += between<Metric>(a + i, b + i, min(rowBytes, size - i));
    aSums += perRow << 1;
    bSums += perRow << 1;
  }
  return distance;
}

/** Puts a number where its distance belongs among the k nearest; the last of them falls out. */
function insert(numbers: usize, distances: usize, k: i32, number: i32, distance: f64): void {
  let i = k;
  for (; i > 0; i--) {
    const before = load<f64>(distances + ((i - 1) << 3));
    const isNearer =
      distance < before || (distance === before && number < load<i32>(numbers + ((i - 1) << 2)));
    if (!isNearer) break;
    if (i === k) continue;
    store<f64>(distances + (i << 3), before);
    store<i32>(numbers + (i << 2), load<i32>(numbers + ((i - 1) << 2)));
  }
  if (i === k) return;
  store<f64>(distances + (i << 3), distance);
  store<i32>(numbers + (i << 2), number);
}

/** Σ |a − b| or Σ (a − b)² of two rows of bytes. */
function between<Metric>(a: usize, b: usize, size: i32): f64 {
  const vectors = size & ~15;
  let sum: f64 = 0;
  let i = 0;
  while (i < vectors) {
    let part = i32x4.splat(0);
    for (const end = min(vectors, i + PART); i < end; i += 16) {
      const x = v128.load(a + i);
      const y = v128.load(b + i);
      const d = v128.or(i8x16.sub_sat_u(x, y), i8x16.sub_sat_u(y, x)); // |a − b|: one of them is zero
      if (isSquared<Metric>()) {
        const low = i16x8.extend_low_i8x16_u(d);
        const high = i16x8.extend_high_i8x16_u(d);
        part = i32x4.add(part, i32x4.dot_i16x8_s(low, low));
        part = i32x4.add(part, i32x4.dot_i16x8_s(high, high));
      } else {
        part = i32x4.add(part, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(d)));
      }
    }
    sum += total(part);
  }
  for (; i < size; i++) {
    const d = <f64>(<i32>load<u8>(a + i) - <i32>load<u8>(b + i));
    sum += isSquared<Metric>() ? d * d : abs(d);
  }
  return sum;
}

/**
 * What that is at least, by the D sums of bytes over their cells: in each |Σ a − Σ b|, or (Σ a − Σ b)² over
 * the number of bytes.
 */
function atLeast<Metric>(a: usize, b: usize, D: i32): f64 {
  const vectors = (D & ~7) << 1;
  let sum: f64 = 0;
  let i = 0;
  while (i < vectors) {
    let part = i32x4.splat(0);
    for (const end = min(vectors, i + PART); i < end; i += 16) {
      const d = i16x8.sub(v128.load(a + i), v128.load(b + i));
      const squares = isSquared<Metric>()
        ? i32x4.dot_i16x8_s(d, d)
        : i32x4.extadd_pairwise_i16x8_u(i16x8.abs(d));
      part = i32x4.add(part, squares);
    }
    sum += total(part);
  }
  for (; i < D << 1; i += 2) {
    const d = <f64>(<i32>load<i16>(a + i) - <i32>load<i16>(b + i));
    sum += isSquared<Metric>() ? d * d : abs(d);
  }
  return isSquared<Metric>() ? sum / CELL : sum;
}
