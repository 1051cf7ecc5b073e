import { imageLoops } from "./imageLoops.ts";
import type { Images } from "./images.ts";
import { imageVectors } from "./imageVectors.ts";
import type { Metric } from "./nearestImages.ts";

/** What a search does with every byte. */
export interface ImageArithmetic {
  /** For N images the sums over D cells (`cellsOf`) of each byte less 128, and of its square. */
  cellSums(images: Images): CellSums;
  /** Never above the distances Σ |a − b| of A images from B others, [A, B]: Σ_cells |Σ a − Σ b|. */
  l1Bounds(a: CellSums, b: CellSums): Float32Array;
  /** Distances of these queries, and then of them from some images. */
  distancesFrom(queries: Images, metric: Metric): (images: Images) => Distance;
}

export interface CellSums {
  /** [N, D] */
  readonly sums: Int16Array;
  /** [N], of all bytes of an image. */
  readonly squares: Float64Array;
}

/**
 * The distance of a query from an image, both by their numbers, for L2 squared; some number above
 * `reach` where it is above `reach`.
 */
export type Distance = (query: number, image: number, reach: number) => number;

/** The fastest that runs here. It holds memory of its own: two searches must not share it. */
export function imageArithmetic(): ImageArithmetic {
  return imageVectors() ?? imageLoops;
}
