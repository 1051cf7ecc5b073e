import type { SearchSpace, TrialHyperparameters } from "./hyperparameters.ts";
import { roughCost } from "./roughCost.ts";
import {
  type Entry,
  type FinishedTrial,
  rankedTrials,
  type Trial,
  type TrialUpdate,
} from "./trial.ts";

/** How far a search has come. */
export interface SearchProgress {
  /** Trials that have ended, well or not, those found in the directory included. */
  readonly ended: number;
  readonly trials: number;
  /** Whose share these are: "3/9"; absent where the search runs all. */
  readonly part?: string;
  /** The best so far. */
  readonly best: FinishedTrial | undefined;
  /** The trials that run now. */
  readonly running: readonly (TrialUpdate & { readonly hyperparameters: TrialHyperparameters })[];
  /**
   * At the pace so far, if trials stop early as those that have ended did; undefined in the first
   * second.
   */
  readonly secondsLeft: number | undefined;
  /** Those who take part, by host; none where the trials run in threads of this process. */
  readonly workers: readonly SearchWorker[];
  /** What the user has to know or do while the search goes on: that no worker is there. */
  readonly notice?: string;
  /** What there is already of the result, as `searchMap` draws it. */
  readonly soFar: { readonly space: SearchSpace; readonly trials: readonly Trial[] };
  /** Why the search ended; absent while it goes on. */
  readonly stopped?: string;
}

/** A worker of a search on other machines. */
export interface SearchWorker {
  readonly host: string;
  /** Trials of this search that it runs now. */
  readonly running: number;
  /** Trials of this search that it has ended. */
  readonly ended: number;
  /** Iterations a second, of the trials that it runs. */
  readonly speed: number;
}

/** What an engine tells of itself. */
export interface SearchState {
  /** Those that are there, by the name in the updates. */
  readonly workers: readonly { readonly name: string; readonly host: string }[];
  readonly notice?: string;
}

/** What a search knows besides its entries. */
interface Known {
  /** Those that were not there already. */
  readonly waiting: readonly Entry[];
  /** Since the first of them trains. */
  readonly seconds: number;
  readonly space?: SearchSpace;
  readonly part?: string;
  readonly state?: SearchState;
  readonly stopped?: string;
}

/** What the entries tell. */
export function searchProgress(
  entries: readonly Entry[],
  { waiting, seconds, space = {}, part, state, stopped }: Known,
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
    if (!outcome) left += ((part < share ? share : 1) - part) * cost; // to its end where it is late
  }
  const [best] = ended;
  return {
    ended: ended.length,
    trials: entries.length,
    part,
    best: best?.status === "finished" ? best : undefined,
    running,
    secondsLeft: seconds >= 1 && done ? (seconds / done) * left : undefined,
    workers: workersOf(waiting, state),
    notice: state?.notice,
    soFar: { space, trials: ended },
    stopped,
  };
}

/** Which share of their iterations the trials that have finished took, in the mean; NaN before any. */
function shareComputed(entries: readonly Entry[]): number {
  const shares = entries.flatMap(({ outcome, update }) =>
    outcome?.status === "finished" && update
      ? [outcome.history.stopped.iteration / update.iterations]
      : [],
  );
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function workersOf(entries: readonly Entry[], state: SearchState | undefined): SearchWorker[] {
  return (state?.workers ?? []).map(({ name, host }) => {
    const own = entries.filter(({ update }) => update?.worker === name);
    const running = own.filter(({ outcome }) => !outcome);
    const speed = running.reduce(
      (sum, { update }) => sum + (update?.seconds ? update.iteration / update.seconds : 0),
      0,
    );
    return { host, running: running.length, ended: own.length - running.length, speed };
  });
}
