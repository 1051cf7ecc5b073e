import { imageBytes } from "../data/imageBytes.ts";
import { CELL, type CellSums, cellsOf } from "./cells.ts";
import type { LoadedImages, Metric, Neighbors } from "./images.ts";
import { KNearest } from "./kNearest.ts";

/** What a search does with every byte. */
export interface ImageArithmetic {
  /** For N images the sums over D cells (`cellsOf`) of each byte less 128, and of its square. */
  cellSums(images: LoadedImages): CellSums;
  /** Never above the distances Σ |a − b| of A images from B others, [A, B]: Σ_cells |Σ a − Σ b|. */
  l1Bounds(a: CellSums, b: CellSums): Float32Array;
  /** A search for the k nearest to each query, in which nothing is offered yet. */
  search(queries: LoadedImages, k: number, metric: Metric): Search;
}

export interface Search {
  /**
   * Offers training images, numbered from `from` on. `bounds` [queries, images] are never above the
   * distances: only what is within reach by its bound is compared in full. Overwrites bounds.
   */
  offer(training: LoadedImages, from: number, bounds: Float32Array): void;
  /** The nearest of all that were offered; for L2 with the squares of the distances. */
  found(): Neighbors[];
}

/** In plain loops, for where WebAssembly cannot run. */
export const imageLoops: ImageArithmetic = {
  cellSums({ images, shape }) {
    const { of, perRow, bytes } = cellsOf(shape);
    const count = images.length / imageBytes(shape);
    const sums = new Int16Array(count * bytes.length);
    const squares = new Float64Array(count);
    for (let n = 0, at = 0; n < count; n++) {
      for (let y = 0; y < shape[0]; y++) {
        const first = n * bytes.length + Math.floor(y / CELL) * perRow;
        for (let x = 0; x < of.length; x++, at++) {
          const value = images[at] - 128;
          sums[first + of[x]] += value;
          squares[n] += value * value;
        }
      }
    }
    return { sums, squares };
  },

  l1Bounds(a, b) {
    const D = a.sums.length / a.squares.length;
    const bounds = new Float32Array(a.squares.length * b.squares.length);
    for (let i = 0, at = 0; i < a.sums.length; i += D) {
      for (let j = 0; j < b.sums.length; j += D, at++) {
        let sum = 0;
        for (let d = 0; d < D; d++) sum += Math.abs(a.sums[i + d] - b.sums[j + d]);
        bounds[at] = sum * 0.9999999; // rounding must not lift it above the sum
      }
    }
    return bounds;
  },

  search(queries, k, metric) {
    const size = imageBytes(queries.shape);
    const count = queries.images.length / size;
    const nearest = Array.from({ length: count }, () => new KNearest(k));
    return {
      offer({ images }, from, bounds) {
        const width = bounds.length / count;
        nearest.forEach((each, query) => {
          const row = bounds.subarray(query * width, (query + 1) * width);
          each.search(from, row, (index, reach) => {
            let sum = 0;
            let j = (index - from) * size;
            for (let i = query * size, end = i + size; i < end && sum <= reach; ) {
              const d = queries.images[i++] - images[j++];
              sum += metric === "L1" ? Math.abs(d) : d * d;
            }
            return sum;
          });
        });
      },
      found: () => nearest,
    };
  },
};
