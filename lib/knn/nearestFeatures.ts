import type { Neighbors } from "./images.ts";

/** What describes images in numbers, `size` of them an image. */
export interface Features {
  /** [N, size], row by row. */
  readonly values: Float32Array;
  readonly size: number;
}

/**
 * How far apart two rows are: `L2` is √ Σ (a − b)²; `cosine` is 1 − a·b / (|a| |b|), which sees the
 * direction of a row and not its length. From a row of zeros every other has the cosine distance 1.
 */
export type FeatureMetric = "L2" | "cosine";

/**
 * The `k` training rows nearest to each query, in 64-bit floats; at equal distance the lower index.
 *
 * @throws RangeError when sizes differ, numbers do not fill rows or are not finite, k is not from 1 to
 *   the number of training rows, or the metric is another
 */
export function nearestFeatures(
  training: Features,
  queries: Features,
  k: number,
  metric: FeatureMetric = "L2",
): Neighbors[] {
  check(training, queries, k, metric);
  const [rows, asked] = [training, queries].map((features) => {
    const all = rowsOf(features);
    return metric === "cosine" ? all.map(unit) : all;
  });
  const distance = metric === "cosine" ? cosine : length;
  const distances = new Float64Array(rows.length);
  return asked.map((query) => {
    for (let i = 0; i < rows.length; i++) distances[i] = distance(rows[i], query);
    const indices = smallest(distances, k);
    return { indices, distances: Float64Array.from(indices, (i) => distances[i]) };
  });
}

function rowsOf({ values, size }: Features): Float64Array[] {
  const start = (row: number) => row * size;
  return Array.from({ length: values.length / size }, (_, row) =>
    Float64Array.from(values.subarray(start(row), start(row + 1))),
  );
}

/** √ Σ (a − b)² */
function length(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < b.length; j++) sum += (a[j] - b[j]) ** 2;
  return Math.sqrt(sum);
}

/** 1 − Σ a b, of rows of length 1. */
function cosine(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < b.length; j++) sum += a[j] * b[j];
  return Math.max(0, 1 - sum); // rounding may leave -1e-16
}

/** A row divided by its length, which may be 0. */
function unit(row: Float64Array): Float64Array {
  const length = Math.hypot(...row);
  return length > 0 ? row.map((x) => x / length) : row;
}

/** Where the `k` smallest numbers are, smallest first; of equal ones the first. */
function smallest(numbers: Float64Array, k: number): Int32Array {
  const found = new Int32Array(k);
  let n = 0;
  for (let i = 0; i < numbers.length; i++) {
    if (n === k && numbers[i] >= numbers[found[k - 1]]) continue;
    let at = n < k ? n++ : k - 1;
    for (; at > 0 && numbers[found[at - 1]] > numbers[i]; at--) found[at] = found[at - 1];
    found[at] = i;
  }
  return found;
}

function check(training: Features, queries: Features, k: number, metric: FeatureMetric): void {
  if (training.size !== queries.size) {
    throw new RangeError(
      `nearestFeatures: training rows have ${training.size} numbers, queries ${queries.size}; take ` +
        "both from one layer",
    );
  }
  for (const [name, { values, size }] of Object.entries({ training, queries })) {
    if (!Number.isInteger(size) || size < 1 || values.length % size !== 0) {
      throw new RangeError(
        `nearestFeatures: ${values.length} numbers of ${name} are not a whole number of rows of ${size}`,
      );
    }
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw new RangeError(
        `nearestFeatures: number ${wrong % size} of ${name} row ${Math.floor(wrong / size)} is ` +
          `${values[wrong]}; a distance takes finite numbers`,
      );
    }
  }
  const count = training.values.length / training.size;
  if (!Number.isInteger(k) || k < 1 || k > count) {
    throw new RangeError(
      `nearestFeatures: k is ${k}, there are ${count} training rows; choose a whole number from 1 to ${count}`,
    );
  }
  if (metric !== "L2" && metric !== "cosine") {
    throw new RangeError(`nearestFeatures: the metric is ${metric}; choose "L2" or "cosine"`);
  }
}
