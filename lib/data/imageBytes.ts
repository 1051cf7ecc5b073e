/** Bytes of one image, of [rows, cols, channels]. */
export function imageBytes([rows, cols, channels]: readonly [number, number, number]): number {
  return rows * cols * channels;
}
