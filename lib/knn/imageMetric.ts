import type { Images } from "./images.ts";

/**
 * How far apart images are: `L1` is the sum of absolute differences, Σ |a − b|; `L2` is the Euclidean
 * distance, √ Σ (a − b)².
 */
export type Metric = "L1" | "L2";

/** A row of D numbers for each of N images, after each other. */
export interface Summary<Values = Int16Array | Float32Array> {
  readonly values: Values;
  /** D */
  readonly length: number;
}

/** How to search by a metric: cheap lower bounds for all pairs, the distance itself for a few. */
export interface ImageMetric<Values extends Int16Array | Float32Array> {
  /** What the bounds need to know of images, computed once. */
  summarize(images: Images): Summary<Values>;
  /** Never above the distances of A images from B others, [A, B]. */
  lowerBounds(a: Summary<Values>, b: Summary<Values>): Promise<Float32Array>;
  /** The distance of one image from another; some number above `reach` where it is above `reach`. */
  distance(a: Uint8Array, b: Uint8Array, reach: number): number;
}
