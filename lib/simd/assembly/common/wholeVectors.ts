/** Pixels of K channels as the loops of depthwise convolutions take them, four channels at a time. */
import { at } from "./at";

/** How many numbers lie between pixels of K channels, so that each has a whole vector. */
export function pitch(K: i32): i32 {
  return max(K, 4);
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
 * to[i,k] = x[i,k/M] for i of `size` and k of K, `pitch(K)` numbers for each i; what is beyond K is not to be looked at.
 */
export function spaced(x: usize, size: i32, K: i32, M: i32, to: usize): void {
  if (M > 1 && K >= 4) {
    repeat(x, size * K, M, to);
    return;
  }
  for (let i = 0; i < size; i++, x = at(x, K / M), to = at(to, 4)) {
    if (M === 1) v128.store(to, v128.load(x));
    else repeat(x, K, M, to);
  }
}

/** to[k] = x[k/M] for k below `size`, a multiple of M. */
export function repeat(x: usize, size: i32, M: i32, to: usize): void {
  for (let k = 0; k < size; x += 4) {
    const value = load<f32>(x);
    for (let m = 0; m < M; m++, k++) store<f32>(at(to, k), value);
  }
}

/** to[i,c] = Σ_m x[i,c·M+m] for i of `size` and m of M; x [i,K] with `pitch(K)` numbers for each i. */
export function joined(x: usize, size: i32, K: i32, M: i32, to: usize): void {
  const C = K / M;
  const step = pitch(K);
  // up to four channels: what a vector writes beyond its pixel is written again by the next ones
  const inVectors = M === 1 ? max(0, size - 3) : 0;
  for (let i = 0; i < inVectors; i++, x += 16, to = at(to, C)) v128.store(to, v128.load(x));
  for (let i = inVectors; i < size; i++, x = at(x, step), to = at(to, C)) {
    for (let c = 0; c < C; c++) {
      let sum = load<f32>(at(x, c * M));
      for (let m = 1; m < M; m++) sum += load<f32>(at(x, c * M + m));
      store<f32>(at(to, c), sum);
    }
  }
}
