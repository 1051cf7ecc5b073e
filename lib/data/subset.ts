import { checkIndex } from "./checkDataset.ts";
import type { Dataset } from "./dataset.ts";
import { imageAt } from "./imageAt.ts";
import { imageBytes } from "./imageBytes.ts";

/**
 * The images with these indices, in this order, copied; of stored ones nothing is read.
 *
 * @throws RangeError if an index names no image.
 */
export function subset(dataset: Dataset, indices: ArrayLike<number>): Dataset;
/**
 * Images `start` … `end` − 1, seen in place: no copy.
 *
 * @throws RangeError unless 0 ≤ start ≤ end ≤ number of images.
 */
export function subset(dataset: Dataset, start: number, end?: number): Dataset;
export function subset(
  dataset: Dataset,
  which: ArrayLike<number> | number,
  end: number = dataset.labels.length,
): Dataset {
  return typeof which === "number" ? range(dataset, which, end) : pick(dataset, which);
}

function range(dataset: Dataset, start: number, end: number): Dataset {
  const { images, labels, shape } = dataset;
  if (
    !Number.isInteger(start) ||
    !Number.isInteger(end) ||
    start < 0 ||
    start > end ||
    end > labels.length
  ) {
    throw new RangeError(
      `subset: [${start}, ${end}) does not lie in the dataset's [0, ${labels.length})`,
    );
  }
  const pixels = imageBytes(shape);
  return {
    ...dataset,
    images: images.subarray(start * pixels, end * pixels),
    labels: labels.subarray(start, end),
  };
}

function pick(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  const pixels = imageBytes(dataset.shape);
  const labels = Uint8Array.from(indices, (i) => {
    checkIndex("subset", dataset, i);
    return dataset.labels[i];
  });
  if ("pick" in dataset.images) return { ...dataset, images: dataset.images.pick(indices), labels };
  const images = new Uint8Array(indices.length * pixels);
  for (let i = 0; i < indices.length; i++) images.set(imageAt(dataset, indices[i]), i * pixels);
  return { ...dataset, images, labels };
}
