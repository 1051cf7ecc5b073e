import type { BackendName } from "../../backend/index.ts";
import type { SearchData } from "./checkSearch.ts";
import type { SearchState } from "./searchProgress.ts";
import type { Entry, Outcome, TrialUpdate } from "./trial.ts";

/** What runs the trials of a search: threads of this process, or other machines. */
export interface Engine {
  /**
   * Runs every trial to its end, each once as far as the search can tell, the first ones first.
   * Soon after `signal` aborts it ends as well, and nothing of it runs on. A trial that kills or
   * hangs what runs it ends as failed, and the others go on.
   *
   * @throws Error when the engine cannot be reached
   */
  run(trials: readonly Entry[], task: EngineTask): Promise<void>;
}

/** What an engine is told besides the trials, and whom it tells. */
export interface EngineTask {
  readonly backend: BackendName;
  readonly data: SearchData;
  /** Fingerprints of the datasets. */
  readonly used: DataFingerprints;
  readonly signal: AbortSignal;
  readonly onUpdate: (trial: Entry, update: TrialUpdate) => void;
  /** @returns whether the outcome is stored or need not be; an engine that can keeps it otherwise */
  readonly onEnd: (trial: Entry, outcome: Outcome) => Promise<boolean>;
  /** Told who works, and what the user has to know, whenever it changes. */
  readonly onState: (state: SearchState) => void;
  /** For the reader of the result. */
  readonly note: (text: string) => void;
}

/** Fingerprints of a search's datasets. */
export interface DataFingerprints {
  readonly train: string;
  readonly validation: string;
}

/** The outcome of a trial that has ended what ran it. */
export function failureOf({ died, seconds }: { died: string; seconds: number }): Outcome {
  const isFull = /memory/.test(died);
  const hint = isFull ? "; its memory is full: take smaller batches or a smaller network" : "";
  return { status: "failed", reason: died + hint, seconds };
}

/**
 * @throws RangeError when it is given and a number, but not a whole one from 1
 * @throws TypeError when it is given and neither a number nor an engine
 */
export function checkWorkers(workers: number | Engine | undefined): void {
  if (workers === undefined || (typeof workers === "object" && "run" in (workers ?? {}))) return;
  if (typeof workers !== "number") {
    throw new TypeError(
      `gridSearch: workers is ${JSON.stringify(workers)}, it takes a number of threads or an ` +
        'engine, such as redis("redis://…") of lib/redis',
    );
  }
  if (Number.isInteger(workers) && workers >= 1) return;
  throw new RangeError(`gridSearch: workers is ${workers}, it takes a whole number from 1`);
}
