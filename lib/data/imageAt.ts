import type { Dataset } from "./dataset.ts";

/**
 * The bytes of image `i`, [rows, cols, channels], seen in place: no copy.
 *
 * @throws RangeError if there is no image `i`.
 */
export function imageAt({ images, labels, shape }: Dataset, i: number): Uint8Array {
  if (!Number.isInteger(i) || i < 0 || i >= labels.length)
    throw new RangeError(
      `imageAt: there is no image ${i}, the dataset has 0 … ${labels.length - 1}`,
    );
  const pixels = shape[0] * shape[1] * shape[2];
  return images.subarray(i * pixels, (i + 1) * pixels);
}
