import type { Dataset } from "../data/dataset.ts";
import { type Tensor, tensor } from "./tensor.ts";

/** Image `i` of a dataset, its bytes 0–255 as numbers 0–1: [rows, cols, channels]. */
export function imageTensor({ images, shape, labels }: Dataset, i: number): Tensor {
  if (!(i in labels))
    throw new RangeError(`imageTensor: there is no image ${i}, the dataset has ${labels.length}`);
  const size = shape[0] * shape[1] * shape[2];
  const bytes = images.subarray(i * size, (i + 1) * size);
  return tensor(
    Array.from(bytes, (byte) => byte / 255),
    shape,
  );
}
