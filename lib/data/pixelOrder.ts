/** How the bytes of an image follow each other in a file: [row, col, channel], [channel, row, col], [col, row, channel]. */
export type PixelOrder = "pixels" | "planes" | "columns";

/** Writes the image that begins at `from` in a file's bytes to `to` in `images`, [row, col, channel]. */
export type CopyImage = (bytes: Uint8Array, from: number, images: Uint8Array, to: number) => void;

/** How an image of this shape that lies in a file in this order comes into memory. */
export function copyImage(
  order: PixelOrder,
  [rows, cols, channels]: readonly [number, number, number],
): CopyImage {
  const pixels = rows * cols;
  if (order === "planes" && channels === 3)
    return (bytes, from, images, to) => {
      const [green, blue] = [from + pixels, from + 2 * pixels]; // one pass: a third of the time
      for (let i = 0, at = to; i < pixels; i++, at += 3) {
        images[at] = bytes[from + i];
        images[at + 1] = bytes[green + i];
        images[at + 2] = bytes[blue + i];
      }
    };
  if (order === "planes")
    return (bytes, from, images, to) => {
      for (let c = 0; c < channels; c++) {
        const plane = from + c * pixels;
        for (let i = 0, at = to + c; i < pixels; i++, at += channels) images[at] = bytes[plane + i];
      }
    };
  if (order === "columns")
    return (bytes, from, images, to) => {
      for (let x = 0; x < cols; x++)
        for (let y = 0; y < rows; y++)
          for (let c = 0; c < channels; c++)
            images[to + (y * cols + x) * channels + c] = bytes[from++];
    };
  return (bytes, from, images, to) => {
    images.set(bytes.subarray(from, from + pixels * channels), to);
  };
}
