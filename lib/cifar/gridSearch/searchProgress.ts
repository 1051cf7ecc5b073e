import type { TrialHyperparameters } from "./hyperparameters.ts";
import { roughCost } from "./roughCost.ts";
import { type Entry, type FinishedTrial, rankedTrials, type TrialUpdate } from "./trial.ts";

/** How far a search has come. */
export interface SearchProgress {
  /** Trials that have ended, well or not, those found in the directory included. */
  readonly ended: number;
  readonly trials: number;
  /** The best so far. */
  readonly best: FinishedTrial | undefined;
  /** The trials that run now. */
  readonly running: readonly (TrialUpdate & { readonly hyperparameters: TrialHyperparameters })[];
  /**
   * At the pace so far, if trials stop early as those that have ended did; undefined in the first
   * second.
   */
  readonly secondsLeft: number | undefined;
  /** Why the search ended; absent while it goes on. */
  readonly stopped?: string;
}

/**
 * What the entries tell.
 *
 * @param waiting those that were not there already
 * @param seconds since the first of them trains
 */
export function searchProgress(
  entries: readonly Entry[],
  { waiting, seconds, stopped }: { waiting: readonly Entry[]; seconds: number; stopped?: string },
): SearchProgress {
  const ended = rankedTrials(entries);
  const running = entries.flatMap(({ hyperparameters, outcome, update }) =>
    update && !outcome ? [{ hyperparameters, ...update }] : [],
  );
  const share = shareComputed(waiting);
  let done = 0;
  let left = 0;
  for (const { settings, outcome, update } of waiting) {
    const cost = roughCost(settings);
    const part = update ? update.iteration / update.iterations : 0;
    done += part * cost;
    if (!outcome) left += ((part < share ? share : 1) - part) * cost;
  }
  const [best] = ended;
  return {
    ended: ended.length,
    trials: entries.length,
    best: best?.status === "finished" ? best : undefined,
    running,
    secondsLeft: seconds >= 1 && done > 0 ? (seconds / done) * left : undefined,
    stopped,
  };
}

/** Which share of their iterations the trials that have finished took, in the mean; 1 before any. */
function shareComputed(entries: readonly Entry[]): number {
  const shares = entries.flatMap(({ outcome, update }) =>
    outcome?.status === "finished" && update
      ? [outcome.history.stopped.iteration / update.iterations]
      : [],
  );
  return shares.length === 0 ? 1 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
