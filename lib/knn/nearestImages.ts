import { type Images, part, sizeOf } from "./images.ts";
import { KNearest } from "./kNearest.ts";
import { lowerBounds, type Metric } from "./lowerBounds.ts";

/** The training images nearest to one query, nearest first. */
export interface Neighbors {
  readonly indices: Int32Array;
  readonly distances: Float64Array;
}

/** Bounds held at once: 5,000 training images for 500 queries are 10 MB. */
const BLOCK = { training: 5000, queries: 500 };

/**
 * The `k` training images nearest to each query, pixel by pixel, exactly; at equal distance the lower index.
 *
 * A thumbnail of each image gives a lower bound of each distance, for `L2` by one matrix product a block on
 * tfjs's current backend. Only a pair whose bound is within the k nearest so far, about one in a hundred, is
 * compared in full, in integers: neither the backend nor its rounding changes the result.
 *
 * Throws a RangeError that names both values when shapes differ, bytes do not fill images, or k is not
 * from 1 to the number of training images.
 */
export async function nearestImages(
  training: Images,
  queries: Images,
  k: number,
  metric: Metric = "L2",
): Promise<Neighbors[]> {
  const count = check(training, queries, k, metric);
  const size = sizeOf(training);
  const found = Array.from({ length: queries.images.length / size }, () => new KNearest(k));
  for (let from = 0; from < count; from += BLOCK.training) {
    const block = part(training, from, Math.min(count, from + BLOCK.training));
    for (let first = 0; first < found.length; first += BLOCK.queries) {
      const asked = part(queries, first, Math.min(found.length, first + BLOCK.queries));
      const bounds = await lowerBounds(block, asked, metric);
      const width = block.images.length / size;
      for (let q = 0; q * width < bounds.length; q++) {
        const row = bounds.subarray(q * width, (q + 1) * width);
        search(found[first + q], row, block, part(asked, q, q + 1), from, metric);
      }
    }
  }
  if (metric === "L2") for (const { distances } of found) distances.set(distances.map(Math.sqrt));
  return found;
}

/** Adds to `nearest` what is nearer in a block whose first image has the index `from`. */
function search(
  nearest: KNearest,
  bounds: Float32Array,
  block: Images,
  query: Images,
  from: number,
  metric: Metric,
): void {
  const size = query.images.length;
  const differ = metric === "L1" ? absolute : squared;
  // Those with the least bounds come first: they leave little within reach for the rest.
  const likely = new KNearest(Math.min(nearest.indices.length, bounds.length));
  for (let i = 0; i < bounds.length; i++) {
    if (bounds[i] < likely.reach) likely.offer(i, bounds[i]);
  }
  for (const i of likely.indices) {
    nearest.offer(from + i, differ(query.images, block.images, i * size, nearest.reach));
  }
  for (let i = 0; i < bounds.length; i++) {
    if (bounds[i] <= nearest.reach && !likely.indices.includes(i)) {
      nearest.offer(from + i, differ(query.images, block.images, i * size, nearest.reach));
    }
  }
}

/** Σ (a[i] − b[start + i])², or a part of the sum that is above `reach`. */
function squared(a: Uint8Array, b: Uint8Array, start: number, reach: number): number {
  let sum = 0;
  for (let i = 0; i < a.length && sum <= reach; ) {
    for (const end = Math.min(a.length, i + 256); i < end; i++) {
      const difference = a[i] - b[start + i];
      sum += difference * difference;
    }
  }
  return sum;
}

/** Σ |a[i] − b[start + i]|, or a part of the sum that is above `reach`. */
function absolute(a: Uint8Array, b: Uint8Array, start: number, reach: number): number {
  let sum = 0;
  for (let i = 0; i < a.length && sum <= reach; ) {
    for (const end = Math.min(a.length, i + 256); i < end; i++)
      sum += Math.abs(a[i] - b[start + i]);
  }
  return sum;
}

/** The number of training images, if the arguments fit together. */
function check(training: Images, queries: Images, k: number, metric: Metric): number {
  const [shape, other] = [training, queries].map((images) => `[${images.shape.join(",")}]`);
  if (shape !== other) {
    throw new RangeError(
      `nearestImages: training images are ${shape}, queries ${other}; they must have one shape`,
    );
  }
  for (const { images } of [training, queries]) {
    if (images.length % sizeOf(training) !== 0) {
      throw new RangeError(
        `nearestImages: ${images.length} bytes are not a whole number of images ${shape}`,
      );
    }
  }
  const count = training.images.length / sizeOf(training);
  if (!Number.isInteger(k) || k < 1 || k > count) {
    throw new RangeError(
      `nearestImages: k is ${k}, there are ${count} training images; choose a whole number from 1 to ${count}`,
    );
  }
  if (metric !== "L1" && metric !== "L2") {
    throw new RangeError(`nearestImages: the metric is ${metric}; choose "L1" or "L2"`);
  }
  return count;
}
