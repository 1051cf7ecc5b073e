import { winners } from "./classify.ts";
import type { Neighbors } from "./images.ts";

/**
 * The label that most of the `k` nearest have, for each query; of labels with equal votes the one whose
 * nearest image is nearer. `labels` are those of the training images. The same `neighbors` do for every
 * k up to the one they were found for; beyond it, RangeError.
 */
export function classifyImages(
  neighbors: readonly Neighbors[],
  labels: ArrayLike<number>,
  k: number,
): number[] {
  return neighbors.map(({ indices }) => {
    if (!Number.isInteger(k) || k < 1 || k > indices.length) {
      throw new RangeError(
        `classifyImages: k is ${k}, ${indices.length} neighbours were found; ` +
          `choose a whole number from 1 to ${indices.length}`,
      );
    }
    return winners(Array.from(indices.subarray(0, k), (i) => labels[i]))[0] as number;
  });
}
