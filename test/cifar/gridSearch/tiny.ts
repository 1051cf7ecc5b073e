import type { Worker } from "node:worker_threads";
import type { Engine, GridSearchOptions, SearchResult, TrialHyperparameters } from "lib/cifar";
import type { Outcome } from "../../../lib/cifar/gridSearch/trial.ts";
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

const started: Worker[] = [];
process.on("worker", (worker) => started.push(worker));

/**
 * Counts the worker threads that this process starts from now on, and those of them that run still;
 * those of a backend from before may end at any time.
 */
export function threadsFromNow() {
  const before = started.length;
  const since = () => started.slice(before);
  return {
    started: () => since().length,
    running: () => since().filter(({ threadId }) => threadId !== -1).length,
  };
}

/** Runs trials whose outcomes are known, if they have any, and trains nothing. */
export function scripted(
  outcomeOf: (settings: TrialHyperparameters) => Outcome | undefined,
): Engine {
  return {
    async run(trials, { onEnd }) {
      for (const trial of trials) {
        const outcome = outcomeOf(trial.settings);
        if (outcome) await onEnd(trial, outcome);
      }
    },
  };
}

/** A training that went well, with these losses. */
export function finished(value: number, losses: readonly number[] = [], seconds = 1): Outcome {
  const best = { iteration: 2, value };
  const history = {
    trainLoss: losses.map((value, i) => ({ iteration: i + 1, value })),
    validationAccuracy: [best],
    best,
    stopped: { iteration: losses.length, reason: "all iterations done" },
    seconds,
  };
  return { status: "finished", history, weights: [] };
}
