import type { Dataset } from "../data/dataset.ts";
import { imageAt } from "../data/imageAt.ts";
import { type Tensor, tensor } from "./tensor.ts";

/**
 * Image `i` of a dataset, its bytes 0–255 as numbers 0–1: [rows, cols, channels].
 *
 * @throws RangeError if there is no image `i`.
 */
export function imageTensor(dataset: Dataset, i: number): Tensor {
  const numbers = Array.from(imageAt(dataset, i), (byte) => byte / 255);
  return tensor(numbers, dataset.shape);
}
