/** AssemblyScript: what moving the numbers of a depthwise convolution with stride 2 takes, which has four of an image for one of the result. */

/** Reads `size` float32 numbers, a multiple of 16, and writes a quarter as many. */
export function gather(from: usize, size: i32, to: usize): void {
  for (const end = from + ((<usize>size) << 2); from < end; from += 64, to += 16) {
    const first = f32x4.add(v128.load(from), v128.load(from, 16));
    const second = f32x4.add(v128.load(from, 32), v128.load(from, 48));
    v128.store(to, f32x4.add(first, second));
  }
}

/** Reads a quarter as many float32 numbers as it writes, `size`, a multiple of 16. */
export function spread(from: usize, size: i32, to: usize): void {
  for (const end = to + ((<usize>size) << 2); to < end; from += 16, to += 64) {
    const four = v128.load(from);
    v128.store(to, four);
    v128.store(to, four, 16);
    v128.store(to, four, 32);
    v128.store(to, four, 48);
  }
}
