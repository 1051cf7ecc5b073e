import type { GridSearchOptions, SearchResult } from "lib/cifar";
import { blobs } from "../blobs.ts";

/** A search whose trials take a fraction of a second. */
export const tiny: GridSearchOptions = {
  data: { train: blobs(60, 1), validation: blobs(20, 2) },
  filters: 2,
  iterations: 6,
  batchSize: 10,
  validateEvery: 2,
  patience: 2,
  onProgress: () => {},
};

/** All that a search has found, but for times. */
export function findings(result: SearchResult): unknown {
  const trials = result.trials.map(({ seconds: _, ...trial }) =>
    trial.status === "finished" ? { ...trial, history: { ...trial.history, seconds: 0 } } : trial,
  );
  const model = result.winnerModel();
  const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
  model.dispose();
  return { trials, weights };
}

/** How many worker threads this process has; the backend may have some of its own. */
export function threads(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "Worker").length;
}
