import type { Tensor } from "./tensor.ts";

/** One channel of a feature map [rows, cols, channels], row by row, as pictures take it. */
export function channelRows(map: Tensor, channel = 0): number[][] {
  const [rows, cols] = map.shape;
  return Array.from({ length: rows }, (_, y) =>
    Array.from({ length: cols }, (_, x) => map.get(y, x, channel)),
  );
}
