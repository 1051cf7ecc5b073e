import { filtersOf, imageSize, sizeOf } from "../network/cifarCnn.ts";
import type { TrialHyperparameters } from "./hyperparameters.ts";

/** Multiply-adds of a forward pass that take as long as all of a step that is not such a product. */
const STEP = 8e6;

/**
 * How long a trial may take, in no unit: the multiply-adds of its convolutions and a fixed amount a
 * step. Good enough to begin with the longest, so that no thread waits for it at the end, and to
 * tell the time left.
 */
export function roughCost({
  kernelSize = 5,
  batchSize = 100,
  iterations = 1000,
  size,
  ...sizes
}: TrialHyperparameters): number {
  const products = filtersOf(sizes).map((filters, i, all) => {
    const [rows, cols] = imageSize(size).map((pixels) => sizeOf(i, kernelSize, pixels));
    const places = rows * cols;
    return places * kernelSize ** 2 * (all[i - 1] ?? 3) * filters;
  });
  return iterations * (STEP + batchSize * products.reduce((sum, n) => sum + n, 0));
}
