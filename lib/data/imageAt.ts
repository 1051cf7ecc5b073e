import { bytesOf } from "./bytesOf.ts";
import { checkIndex } from "./checkDataset.ts";
import type { Dataset } from "./dataset.ts";
import { imageBytes } from "./imageBytes.ts";

/**
 * The bytes of image `i`, [rows, cols, channels]: seen in place, no copy; of stored images, read.
 *
 * @throws RangeError if there is no image `i`.
 */
export function imageAt(dataset: Dataset, i: number): Uint8Array {
  checkIndex("imageAt", dataset, i);
  const { images, shape } = dataset;
  const pixels = imageBytes(shape);
  return bytesOf(images.subarray(i * pixels, (i + 1) * pixels));
}
