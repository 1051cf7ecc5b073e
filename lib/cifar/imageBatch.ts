import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { Random } from "../data/random.ts";
import { standardizedCrops } from "./standardizedCrops.ts";

/** Rows and columns of the images that the network sees. */
export const CROP = 24;

/** Images ready for the network, and their labels. Dispose of both after use. */
export interface Batch {
  /** float32 [N, 24, 24, channels], each image with mean 0 and standard deviation 1. */
  readonly images: tf.Tensor4D;
  /** int32 [N]. */
  readonly labels: tf.Tensor1D;
}

/**
 * Decodes the images at `indices`: the central 24×24 crop, standardised image by image,
 *
 *     (x − mean) / max(σ, 1/√n)      over the n = 24·24·channels values of the crop
 *
 * as `tf.image.per_image_standardization` in the assignment's input pipeline does.
 *
 * @param augment draws a random crop of each image instead, mirrored half of the time: more
 *   different images to train on (Krizhevsky et al., 2012)
 * @throws RangeError when an index is not one of the dataset's, or the images are smaller than
 *   the crop
 */
export function imageBatch(dataset: Dataset, indices: ArrayLike<number>, augment?: Random): Batch {
  const [rows, cols, channels] = dataset.shape;
  if (rows < CROP || cols < CROP) {
    throw new RangeError(
      `imageBatch: images of ${rows}×${cols} pixels are smaller than the ${CROP}×${CROP} crop`,
    );
  }
  const outside = Array.from(indices).find((index) => !(index in dataset.labels));
  if (outside !== undefined) {
    throw new RangeError(
      `imageBatch: there is no image ${outside}; the dataset has ${dataset.labels.length}, from 0 on`,
    );
  }
  const places = Array.from(indices, () =>
    augment ? randomCrop(rows, cols, augment) : centralCrop(rows, cols),
  );
  const starts = places.map(
    ({ top, left }, i) => ((indices[i] * rows + top) * cols + left) * channels,
  );
  const shape = { rows: CROP, width: CROP * channels, stride: cols * channels };
  const crops = standardizedCrops(dataset.images, starts, shape);
  const n = CROP * CROP * channels;
  for (const [i, { mirrored }] of places.entries()) {
    if (mirrored) mirror(crops.subarray(i * n, (i + 1) * n), channels);
  }
  // The wasm backend copies the numbers at once, others may keep them.
  const values = tf.getBackend() === "wasm" ? crops : crops.slice();
  return {
    images: tf.tensor4d(values, [starts.length, CROP, CROP, channels]),
    labels: tf.tensor1d(
      Int32Array.from(indices, (index) => dataset.labels[index]),
      "int32",
    ),
  };
}

/** Which part of an image the network sees, and whether left and right change places. */
interface Crop {
  readonly top: number;
  readonly left: number;
  readonly mirrored: boolean;
}

function centralCrop(rows: number, cols: number): Crop {
  return { top: (rows - CROP) >> 1, left: (cols - CROP) >> 1, mirrored: false };
}

function randomCrop(rows: number, cols: number, random: Random): Crop {
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  return { top: upTo(rows - CROP), left: upTo(cols - CROP), mirrored: random() < 0.5 };
}

/** Reverses the pixels of each row. */
function mirror(crop: Float32Array, channels: number): void {
  for (let row = 0; row < CROP; row++) {
    for (let i = 0; i < CROP >> 1; i++) {
      const left = (row * CROP + i) * channels;
      const right = (row * CROP + CROP - 1 - i) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const value = crop[left + channel];
        crop[left + channel] = crop[right + channel];
        crop[right + channel] = value;
      }
    }
  }
}
