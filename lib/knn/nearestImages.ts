import { checkDataset } from "../data/checkDataset.ts";
import type { Dataset } from "../data/dataset.ts";
import { imageBytes } from "../data/imageBytes.ts";
import { cellsOf } from "./cells.ts";
import { type Images, loaded, type Metric, type Neighbors, parts } from "./images.ts";

/** Bytes of images at a time, so few that a core's cache holds them: of 32×32×3, 341 for 682 queries. */
const BLOCK = { training: 2 ** 20, queries: 2 ** 21 };

/**
 * The `k` training images nearest to each query, pixel by pixel, exactly; at equal distance the lower index.
 *
 * A thumbnail of each image gives a lower bound of each distance, for `L2` by one matrix product a block on
 * tfjs's current backend. Only a pair whose bound is within the k nearest so far, about one in four, is looked at
 * further: by a finer thumbnail, and if that is within as well, about one in ten, in full, in integers. Neither the
 * backend nor its rounding changes the result.
 *
 * @throws RangeError that names both values when shapes differ, bytes do not fill images, a dataset does
 *   not hold together, or k is not from 1 to the number of training images
 */
export async function nearestImages(
  training: Images,
  queries: Images,
  k: number,
  metric: Metric = "L2",
): Promise<Neighbors[]> {
  check(training, queries, k, metric);
  // only now: a page with regions alone does not need it, nor TensorFlow.js below
  const { imageArithmetic } = await import("./imageArithmetic.ts");
  const { cellSums, l1Bounds, search } = imageArithmetic();
  const cells = cellsOf(training.shape);
  const blocks = parts(training, BLOCK.training).map((images) => ({
    images,
    sums: cellSums(loaded(images)),
  }));
  const l2Bounds = metric === "L2" && (await import("./l2Bounds.ts")).l2Bounds;
  const found: Neighbors[] = [];
  for (const part of parts(queries, BLOCK.queries)) {
    const asked = loaded(part);
    const sums = cellSums(asked);
    const nearest = search(asked, k, metric);
    let from = 0;
    for (const block of blocks) {
      const bounds = l2Bounds
        ? await l2Bounds(sums, block.sums, cells)
        : l1Bounds(sums, block.sums);
      nearest.offer(loaded(block.images), from, bounds);
      from += block.sums.squares.length;
    }
    found.push(...nearest.found());
  }
  if (metric === "L2") for (const { distances } of found) distances.set(distances.map(Math.sqrt));
  return found;
}

function check(training: Images, queries: Images, k: number, metric: Metric): void {
  for (const [name, given] of Object.entries({ training, queries })) {
    if ("labels" in given) checkDataset(`nearestImages: ${name}`, given as Dataset);
  }
  const [shape, other] = [training, queries].map((images) => `[${images.shape.join(",")}]`);
  if (shape !== other) {
    throw new RangeError(
      `nearestImages: training images are ${shape}, queries ${other}; they must have one shape`,
    );
  }
  for (const { images } of [training, queries]) {
    if (images.length % imageBytes(training.shape) !== 0) {
      throw new RangeError(
        `nearestImages: ${images.length} bytes are not a whole number of images ${shape}`,
      );
    }
  }
  const count = training.images.length / imageBytes(training.shape);
  if (!Number.isInteger(k) || k < 1 || k > count) {
    throw new RangeError(
      `nearestImages: k is ${k}, there are ${count} training images; choose a whole number from 1 to ${count}`,
    );
  }
  if (metric !== "L1" && metric !== "L2") {
    throw new RangeError(`nearestImages: the metric is ${metric}; choose "L1" or "L2"`);
  }
}
