import { CROP } from "../imageBatch.ts";
import type { TrialHyperparameters } from "./hyperparameters.ts";

/** Multiply-adds of a forward pass that take as long as all of a step that is not such a product. */
const STEP = 8e6;

/**
 * How long a trial may take, in no unit: the multiply-adds of its convolutions and a fixed amount a
 * step. Good enough to begin with the longest, so that no thread waits for it at the end, and to
 * tell the time left.
 */
export function roughCost({
  layers = 3,
  filters,
  kernelSize = 5,
  batchSize = 100,
  iterations = 1000,
}: TrialHyperparameters): number {
  const outputs =
    typeof filters === "object"
      ? filters
      : Array.from({ length: layers }, (_, i) => filters ?? (i === layers - 1 ? 32 : 16));
  const products = outputs.map((output, i) => {
    const size = Math.floor((CROP - kernelSize) / 2) + 1 - i * (kernelSize - 1);
    return size ** 2 * kernelSize ** 2 * (outputs[i - 1] ?? 3) * output;
  });
  return iterations * (STEP + batchSize * products.reduce((sum, n) => sum + n, 0));
}
