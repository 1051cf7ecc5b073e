import type { Dataset } from "./dataset.ts";
import { imageBytes } from "./imageBytes.ts";

/**
 * Makes sure that a dataset holds together, in one pass over its labels: bytes, as many images as
 * labels, labels that are classes.
 *
 * @param what the dataset in words, for the message: "train: the validation set"
 * @throws TypeError when images or labels are not bytes
 * @throws RangeError when it has no images, or shape, images, labels and classes do not fit
 */
export function checkDataset(what: string, dataset: Dataset): void {
  if (!dataset) throw new TypeError(`${what} is ${dataset}, it takes a Dataset`);
  checkImages(what, dataset);
  const { labels, classes } = dataset;
  if (labels.length === 0) throw new RangeError(`${what} has no images`);
  if (!Array.isArray(classes) || classes.some((name) => typeof name !== "string")) {
    throw new TypeError(`${what} has the classes ${JSON.stringify(classes)}, it takes their names`);
  }
  if (classes.length === 0) throw new RangeError(`${what} has no classes; name them`);
  const twice = classes.find((name, i) => classes.indexOf(name) < i);
  if (twice !== undefined) throw new RangeError(`${what} has the class "${twice}" twice`);
  for (let i = 0; i < labels.length; i++) labelAt(what, dataset, i);
}

/**
 * Makes sure, without looking at each label, that there are as many images as labels.
 *
 * @throws TypeError when images or labels are not bytes
 * @throws RangeError when the shape is none, or the images do not fill it
 */
export function checkImages(what: string, { images, labels, shape }: Dataset): void {
  for (const [name, bytes] of Object.entries({ images, labels })) {
    const kind = bytes?.[Symbol.toStringTag] ?? typeof bytes;
    if (kind !== "Uint8Array" && (name !== "images" || kind !== "StoredImages")) {
      const takes = name === "images" ? "its pixels, 0–255," : "its labels";
      throw new TypeError(`${what} has ${name} of type ${kind}, it takes ${takes} as Uint8Array`);
    }
  }
  const isShape = shape?.length === 3 && shape.every((size) => Number.isInteger(size) && size >= 1);
  if (!isShape) {
    throw new RangeError(`${what} has the shape [${shape}], it takes [rows, cols, channels]`);
  }
  const bytes = labels.length * imageBytes(shape);
  if (images.length !== bytes) {
    throw new RangeError(
      `${what} has ${labels.length} labels and ${images.length} bytes of images; ` +
        `${labels.length} images [${shape}] have ${bytes}`,
    );
  }
}

/** @throws RangeError naming `caller` if there is no image `i` */
export function checkIndex(caller: string, { labels }: Dataset, i: number): void {
  if (Number.isInteger(i) && i >= 0 && i < labels.length) return;
  throw new RangeError(
    `${caller}: there is no image ${i}, the dataset has 0 … ${labels.length - 1}`,
  );
}

/**
 * The label of image `i`.
 *
 * @throws RangeError unless it is one of the classes
 */
export function labelAt(what: string, { labels, classes }: Dataset, i: number): number {
  const label = labels[i];
  if (label < classes.length) return label;
  throw new RangeError(
    `${what} has the label ${label} at image ${i}, but ${classes.length} classes, whose labels ` +
      `are 0 to ${classes.length - 1}; count from 0, or name all classes`,
  );
}
