import { bytesOf } from "../data/bytesOf.ts";
import type { Dataset } from "../data/dataset.ts";
import { imageBytes } from "../data/imageBytes.ts";

/** Images of one size as bytes: N of [rows, cols, channels] after each other, as in a `Dataset`. */
export interface Images {
  readonly images: Dataset["images"];
  readonly shape: readonly [rows: number, cols: number, channels: number];
}

/**
 * How far apart images are: `L1` is the sum of absolute differences, Σ |a − b|; `L2` is the Euclidean
 * distance, √ Σ (a − b)².
 */
export type Metric = "L1" | "L2";

/** The training images nearest to one query, nearest first. */
export interface Neighbors {
  readonly indices: Int32Array;
  readonly distances: Float64Array;
}

/** Images whose bytes are in memory. */
export interface LoadedImages extends Images {
  readonly images: Uint8Array;
}

/** The images, read unless they are in memory. */
export function loaded({ images, shape }: Images): LoadedImages {
  return { images: bytesOf(images), shape };
}

/** Images in parts of at most so many bytes, but at least one image, seen in place, or still unread. */
export function parts({ images, shape }: Images, bytes: number): Images[] {
  const size = imageBytes(shape);
  const length = Math.max(1, Math.floor(bytes / size)) * size;
  return Array.from({ length: Math.ceil(images.length / length) }, (_, i) => ({
    images: images.subarray(i * length, (i + 1) * length),
    shape,
  }));
}
