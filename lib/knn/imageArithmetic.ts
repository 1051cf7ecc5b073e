import { imageLoops } from "./imageLoops.ts";
import type { Images } from "./images.ts";
import { imageVectors } from "./imageVectors.ts";
import type { Metric, Neighbors } from "./nearestImages.ts";

/** What a search does with every byte. */
export interface ImageArithmetic {
  /** For N images the sums over D cells (`cellsOf`) of each byte less 128, and of its square. */
  cellSums(images: Images): CellSums;
  /** Never above the distances Σ |a − b| of A images from B others, [A, B]: Σ_cells |Σ a − Σ b|. */
  l1Bounds(a: CellSums, b: CellSums): Float32Array;
  /** A search for the k nearest to each query, in which nothing is offered yet. */
  search(queries: Images, k: number, metric: Metric): Search;
}

export interface CellSums {
  /** [N, D] */
  readonly sums: Int16Array;
  /** [N], of all bytes of an image. */
  readonly squares: Float64Array;
}

export interface Search {
  /**
   * Offers training images, numbered from `from` on. `bounds` [queries, images] are never above the
   * distances: only what is within reach by its bound is compared in full. Overwrites bounds.
   */
  offer(training: Images, from: number, bounds: Float32Array): void;
  /** The nearest of all that were offered; for L2 with the squares of the distances. */
  found(): Neighbors[];
}

/** The fastest that runs here. It holds memory of its own: two searches must not share it. */
export function imageArithmetic(): ImageArithmetic {
  return imageVectors() ?? imageLoops;
}
