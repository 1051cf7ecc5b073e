import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/index.ts";

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
 */
export function imageBatch(dataset: Dataset, indices: ArrayLike<number>): Batch {
  const [rows, cols, channels] = dataset.shape;
  if (rows < CROP || cols < CROP) {
    throw new RangeError(
      `imageBatch: images of ${rows}×${cols} pixels are smaller than the ${CROP}×${CROP} crop`,
    );
  }
  const n = CROP * CROP * channels;
  const values = new Float32Array(indices.length * n);
  const labels = new Int32Array(indices.length);
  const corner = (Math.floor((rows - CROP) / 2) * cols + Math.floor((cols - CROP) / 2)) * channels;
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i] * rows * cols * channels + corner;
    standardizedCrop(dataset.images, start, cols * channels, CROP * channels, values, i * n);
    labels[i] = dataset.labels[indices[i]];
  }
  return {
    images: tf.tensor4d(values, [indices.length, CROP, CROP, channels]),
    labels: tf.tensor1d(labels, "int32"),
  };
}

/** Writes one crop of 24 rows to `out[to…]`; `stride` and `width` are in bytes a row. */
function standardizedCrop(
  bytes: Uint8Array,
  start: number,
  stride: number,
  width: number,
  out: Float32Array,
  to: number,
): void {
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < CROP; row++) {
    const from = start + row * stride;
    for (let j = from; j < from + width; j++) {
      sum += bytes[j];
      squares += bytes[j] * bytes[j];
    }
  }
  const n = CROP * width;
  const mean = sum / n;
  const deviation = Math.sqrt(Math.max(0, squares / n - mean * mean));
  const scale = 1 / Math.max(deviation, 1 / Math.sqrt(n));
  for (let row = 0; row < CROP; row++) {
    const from = start + row * stride;
    for (let j = 0; j < width; j++) out[to++] = (bytes[from + j] - mean) * scale;
  }
}
