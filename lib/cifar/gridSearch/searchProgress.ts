import type { TrialHyperparameters } from "./hyperparameters.ts";
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
  /** At the pace so far, if no trial stops early; undefined before the first report. */
  readonly secondsLeft: number | undefined;
  /** Why the search ended; absent while it goes on. */
  readonly stopped?: string;
}

/** What the entries tell; `found` of them were there already, the others took `seconds` so far. */
export function searchProgress(
  entries: readonly Entry[],
  { found, seconds, stopped }: { found: number; seconds: number; stopped?: string },
): SearchProgress {
  const ended = rankedTrials(entries);
  const running = entries.flatMap(({ hyperparameters, outcome, update }) =>
    update && !outcome ? [{ hyperparameters, ...update }] : [],
  );
  const parts = running.map(({ iteration, iterations }) => iteration / iterations);
  const done = parts.reduce((sum, part) => sum + part, ended.length);
  const [best] = ended;
  return {
    ended: ended.length,
    trials: entries.length,
    best: best?.status === "finished" ? best : undefined,
    running,
    secondsLeft: done > found ? (seconds / (done - found)) * (entries.length - done) : undefined,
    stopped,
  };
}
