import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { Random } from "../data/random.ts";

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
 */
export function imageBatch(dataset: Dataset, indices: ArrayLike<number>, augment?: Random): Batch {
  const [rows, cols, channels] = dataset.shape;
  if (rows < CROP || cols < CROP) {
    throw new RangeError(
      `imageBatch: images of ${rows}×${cols} pixels are smaller than the ${CROP}×${CROP} crop`,
    );
  }
  const n = CROP * CROP * channels;
  const values = new Float32Array(indices.length * n);
  const labels = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const { top, left, mirrored } = augment
      ? randomCrop(rows, cols, augment)
      : centralCrop(rows, cols);
    const start = ((indices[i] * rows + top) * cols + left) * channels;
    const crop = values.subarray(i * n, (i + 1) * n);
    standardizedCrop(dataset.images, start, cols * channels, crop);
    if (mirrored) mirror(crop, channels);
    labels[i] = dataset.labels[indices[i]];
  }
  return {
    images: tf.tensor4d(values, [indices.length, CROP, CROP, channels]),
    labels: tf.tensor1d(labels, "int32"),
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

/** Writes the crop whose first byte is at `start`; `stride` is in bytes a row of the image. */
function standardizedCrop(
  bytes: Uint8Array,
  start: number,
  stride: number,
  out: Float32Array,
): void {
  const width = out.length / CROP;
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < CROP; row++) {
    const from = start + row * stride;
    for (let j = from; j < from + width; j++) {
      sum += bytes[j];
      squares += bytes[j] * bytes[j];
    }
  }
  const n = out.length;
  const mean = sum / n;
  const deviation = Math.sqrt(Math.max(0, squares / n - mean * mean));
  const scale = 1 / Math.max(deviation, 1 / Math.sqrt(n));
  let to = 0;
  for (let row = 0; row < CROP; row++) {
    const from = start + row * stride;
    for (let j = 0; j < width; j++) out[to++] = (bytes[from + j] - mean) * scale;
  }
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
