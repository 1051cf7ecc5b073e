/** Pixels of K channels in whole vectors, as the loops of depthwise convolutions have them. */
import { at } from "./at";

/**
 * How many numbers lie between pixels of K channels that are whole vectors: four of them where three
 * would do, as sixteen channels at a time are faster.
 */
export function padded(K: i32): i32 {
  return (K & 15) > 8 ? (K + 15) & ~15 : vectors(K);
}

/** How many numbers the least whole vectors of K channels are. */
export function vectors(K: i32): i32 {
  return (K + 3) & ~3;
}

/** Channels that are computed sixteen at a time. */
export function wide(K: i32): i32 {
  return K & ~15;
}

/**
 * to[i,k] = x[i,k/M] for i of `size` and k of K, in whole vectors; what is beyond K is not to be
 * looked at.
 */
export function spaced(x: usize, size: i32, K: i32, M: i32, to: usize): void {
  const K4 = padded(K);
  for (let i = 0; i < size; i++, to = at(to, K4)) {
    if (M === 1) {
      for (let k = 0; k < K; k += 4) v128.store(at(to, k), v128.load(at(x, k)));
      x = at(x, K);
    } else {
      repeat(x, K, M, to);
      x = at(x, K / M);
    }
  }
}

/** to[k] = x[k/M] for k below `size`, a multiple of M. */
export function repeat(x: usize, size: i32, M: i32, to: usize): void {
  for (let k = 0; k < size; x += 4) {
    const value = load<f32>(x);
    for (let m = 0; m < M; m++, k++) store<f32>(at(to, k), value);
  }
}

/** to[i,c] = Σ_m x[i,c·M+m] for i of `size` and m of M; x [i,K] in whole vectors. */
export function joined(x: usize, size: i32, K: i32, M: i32, to: usize): void {
  const K4 = padded(K);
  const C = K / M;
  const lastVector = M === 1 ? at(to, size * C - 4) : 0;
  for (let i = 0; i < size; i++, x = at(x, K4), to = at(to, C)) {
    let c = 0;
    // what a vector writes beyond its pixel is written again by the next one
    for (; c < C && at(to, c) <= lastVector; c += 4) v128.store(at(to, c), v128.load(at(x, c)));
    for (; c < C; c++) {
      let sum = load<f32>(at(x, c * M));
      for (let m = 1; m < M; m++) sum += load<f32>(at(x, c * M + m));
      store<f32>(at(to, c), sum);
    }
  }
}
