import type { TrialHyperparameters } from "./hyperparameters.ts";

/**
 * How long a trial may take, in no unit: the weights of its convolutions times the images that
 * it trains on. Good enough to begin with the longest, so that no thread waits for it at the end.
 */
export function roughCost({
  layers = 3,
  filters = 16,
  kernelSize = 5,
  batchSize = 100,
  iterations = 1000,
}: TrialHyperparameters): number {
  const outputs =
    typeof filters === "number" ? Array.from({ length: layers }, () => filters) : filters;
  const weights = outputs.map((output, i) => (outputs[i - 1] ?? 3) * output * kernelSize ** 2);
  return weights.reduce((sum, n) => sum + n, 0) * batchSize * iterations;
}
