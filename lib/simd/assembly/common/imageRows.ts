/** The rows of an image that filters of three rows meet. */
import { at } from "./at";

/** How many numbers of an image stay in the nearest cache, beside those of the result. */
const NEAR: i32 = 3584;

/** How many of I rows of results had best be computed together, four channels at a time: about as many each time. */
export function rowsTogether(H: i32, W: i32, K: i32, I: i32): i32 {
  const parts = 1 + (H * W * K - 1) / NEAR;
  return (I + parts - 1) / parts;
}

/**
 * rows[r] = the address of row r−top of x [H,`row`], or `zeros`, a row of them, where there is none, for r below `count`.
 */
export function rowAddresses(
  x: usize,
  H: i32,
  row: i32,
  top: i32,
  zeros: usize,
  count: i32,
  rows: usize,
): void {
  for (let r = 0; r < count; r++) {
    const y = r - top;
    store<usize>(at(rows, r), <u32>y < <u32>H ? at(x, y * row) : zeros);
  }
}
