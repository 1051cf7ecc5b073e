/** Which taps of a filter meet elements of x that exist. */

/** The first p from 0 on for which start + p·dilation is a multiple of spread and not negative. */
export function firstTap(start: i32, spread: i32, dilation: i32): i32 {
  if (spread === 1) return start >= 0 ? 0 : (dilation - 1 - start) / dilation;
  const over = ((start % spread) + spread) % spread;
  const p = over === 0 ? 0 : spread - over;
  return start + p >= 0 ? p : p + ((spread - 1 - start - p) / spread) * spread;
}

/** The first p after those, below `count`, for which (start + p·dilation)/spread is below `size`. */
export function endTap(start: i32, size: i32, spread: i32, dilation: i32, count: i32): i32 {
  const most = (size - 1) * spread - start;
  return most < 0 ? 0 : min(count, most / dilation + 1);
}
