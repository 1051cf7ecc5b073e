import * as tf from "@tensorflow/tfjs";
import { checkImages, labelAt } from "../../data/checkDataset.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Random } from "../../data/random.ts";
import { standardizedCrops } from "./standardizedCrops.ts";

/** Rows and columns of the images that the assignment's network sees. */
export const CROP = 24;

/** Rows and columns of an image. */
export type ImageSize = readonly [rows: number, cols: number];

/** Images ready for the network, and their labels. Dispose of both after use. */
export interface Batch {
  /** float32 [N, rows, cols, channels], each image with mean 0 and standard deviation 1. */
  readonly images: tf.Tensor4D;
  /** int32 [N]. */
  readonly labels: tf.Tensor1D;
  /** How many classes there are, where that is known. */
  readonly classes?: number;
}

/**
 * Decodes the images at `indices`: the central crop, standardised image by image,
 *
 *     (x − mean) / max(σ, 1/√n)      over the n = rows·cols·channels values of the crop
 *
 * as `tf.image.per_image_standardization` in the assignment's input pipeline does.
 *
 * @param augment draws a random crop of each image instead, mirrored half of the time: more
 *   different images to train on (Krizhevsky et al., 2012)
 * @param size rows and columns of the crop; 24×24 unless given
 * @throws RangeError when an index is not one of the dataset's, a label none of the classes, there
 *   are more labels than images, or the images are smaller than the crop
 */
export function imageBatch(
  dataset: Dataset,
  indices: ArrayLike<number>,
  augment?: Random,
  size: ImageSize = [CROP, CROP],
): Batch {
  checkImages("imageBatch: the dataset", dataset);
  const [rows, cols, channels] = dataset.shape;
  const [height, width] = size;
  if (rows < height || cols < width) {
    throw new RangeError(
      `imageBatch: images of ${rows}×${cols} pixels are smaller than the ${height}×${width} crop`,
    );
  }
  const outside = Array.from(indices).find((index) => !(index in dataset.labels));
  if (outside !== undefined) {
    throw new RangeError(
      `imageBatch: there is no image ${outside}; the dataset has ${dataset.labels.length}, from 0 on`,
    );
  }
  const labels = Int32Array.from(indices, (i) => labelAt("imageBatch: the dataset", dataset, i));
  const [below, right] = [rows - height, cols - width];
  const places = Array.from(indices, () =>
    augment ? randomCrop(below, right, augment) : centralCrop(below, right),
  );
  const { images } = dataset;
  const isStored = "pick" in images;
  const bytes = isStored ? images.readBatch(indices) : images;
  const starts = places.map(
    ({ top, left }, i) => (((isStored ? i : indices[i]) * rows + top) * cols + left) * channels,
  );
  const shape = { rows: height, width: width * channels, stride: cols * channels };
  const crops = standardizedCrops(bytes, starts, shape);
  const n = height * width * channels;
  for (const [i, { mirrored }] of places.entries()) {
    if (mirrored) mirror(crops.subarray(i * n, (i + 1) * n), width, channels);
  }
  // The wasm backend copies the numbers at once, others may keep them.
  const values = tf.getBackend() === "wasm" ? crops : crops.slice();
  return {
    images: tf.tensor4d(values, [starts.length, height, width, channels]),
    labels: tf.tensor1d(labels, "int32"),
    classes: dataset.classes.length,
  };
}

/** Which part of an image the network sees, and whether left and right change places. */
interface Crop {
  readonly top: number;
  readonly left: number;
  readonly mirrored: boolean;
}

/** The middle of an image that is `below` rows and `right` columns larger. */
function centralCrop(below: number, right: number): Crop {
  return { top: below >> 1, left: right >> 1, mirrored: false };
}

function randomCrop(below: number, right: number, random: Random): Crop {
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  return { top: upTo(below), left: upTo(right), mirrored: random() < 0.5 };
}

/** Reverses the pixels of each row. */
function mirror(crop: Float32Array, width: number, channels: number): void {
  for (let row = 0; row < crop.length / (width * channels); row++) {
    for (let i = 0; i < width >> 1; i++) {
      const left = (row * width + i) * channels;
      const right = (row * width + width - 1 - i) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const value = crop[left + channel];
        crop[left + channel] = crop[right + channel];
        crop[right + channel] = value;
      }
    }
  }
}
