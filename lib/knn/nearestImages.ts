import type { ImageMetric, Metric, Summary } from "./imageMetric.ts";
import { type Images, sizeOf } from "./images.ts";
import { KNearest } from "./kNearest.ts";
import { L1 } from "./l1.ts";
import { L2 } from "./l2.ts";

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
  check(training, queries, k, metric);
  if (metric === "L1") return search(training, queries, k, L1);
  const found = await search(training, queries, k, L2);
  for (const { distances } of found) distances.set(distances.map(Math.sqrt));
  return found;
}

async function search<Values extends Int16Array | Float32Array>(
  training: Images,
  queries: Images,
  k: number,
  { summarize, lowerBounds, distance }: ImageMetric<Values>,
): Promise<KNearest[]> {
  const size = sizeOf(training);
  const [ofTraining, ofQueries] = [summarize(training), summarize(queries)];
  const found = Array.from({ length: queries.images.length / size }, () => new KNearest(k));
  for (let from = 0; from * size < training.images.length; from += BLOCK.training) {
    const block = rows(ofTraining, from, BLOCK.training);
    const width = block.values.length / block.length;
    for (let first = 0; first < found.length; first += BLOCK.queries) {
      const bounds = await lowerBounds(rows(ofQueries, first, BLOCK.queries), block);
      for (let row = 0; row * width < bounds.length; row++) {
        const query = queries.images.subarray((first + row) * size, (first + row + 1) * size);
        found[first + row].search(
          from,
          bounds.subarray(row * width, (row + 1) * width),
          (i, reach) => distance(query, training.images.subarray(i * size, (i + 1) * size), reach),
        );
      }
    }
  }
  return found;
}

/** At most `count` rows of a summary from row `from` on, seen in place. */
function rows<Values extends Int16Array | Float32Array>(
  { values, length }: Summary<Values>,
  from: number,
  count: number,
): Summary<Values> {
  return { values: values.subarray(from * length, (from + count) * length) as Values, length };
}

function check(training: Images, queries: Images, k: number, metric: Metric): void {
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
}
