import type { BackendName } from "../../backend/index.ts";
import { fingerprint } from "../input/fingerprint.ts";
import { unseenPart } from "../network/checkModel.ts";
import { imageSize } from "../network/cifarCnn.ts";
import { interruptSignal } from "../training/interruptSignal.ts";
import {
  checkBackend,
  checkData,
  checkSearch,
  checkTrial,
  type SearchData,
} from "./checkSearch.ts";
import { checkWorkers, type Engine } from "./engine.ts";
import { combinations, type SearchSpace, type TrialHyperparameters } from "./hyperparameters.ts";
import { liveSearch } from "./liveSearch.ts";
import { entriesOf, partText, wantedPart } from "./part.ts";
import { roughCost } from "./roughCost.ts";
import { type SearchProgress, type SearchState, searchProgress } from "./searchProgress.ts";
import { SearchResult } from "./searchResult.ts";
import { threads } from "./threads.ts";
import type { Entry } from "./trial.ts";
import { openStore } from "./trialStore.ts";

/** How to search; the hyperparameters among the options are the same in all trials. */
export interface GridSearchOptions extends TrialHyperparameters {
  data: SearchData;
  /**
   * Where each trial is stored as soon as it ends. Trials that are there already, with the same
   * hyperparameters on the same data and backend, are not run again. Default: nowhere.
   */
  directory?: string;
  /** What the trials run on, whatever the notebook or CNN_BACKEND has. Default: "wasm". */
  backend?: BackendName;
  /**
   * Trials that run at the same time, each in a thread of its own; CNN_THREADS at most. Default: one
   * a core. Or what else runs them: `redis("redis://…")` of lib/redis, on any number of machines.
   */
  workers?: number | Engine;
  /**
   * The share of the trials that this call runs: "3/9" is the third of nine. All parts are given the
   * same `directory`, and the same call without a part collects. Default: CNN_PART, else all.
   */
  part?: string;
  /** Ends the search; what has finished is kept. */
  signal?: AbortSignal;
  /** Called at every change; shows the search as it goes unless replaced. */
  onProgress?: (progress: SearchProgress) => void;
}

/** Measurements without a new maximum after which a trial stops, unless the caller says so. */
const PATIENCE = 10;

/**
 * Trains a network for every combination of the values in `space`, each with early stopping
 * (`patience` 10 unless given), and ranks them by their best accuracy on the validation set.
 *
 * Trials run in worker threads on WebAssembly, one core each, and share one copy of the images.
 * Their results depend on hyperparameters, data and backend alone, not on the number of workers. A trial
 * that diverges or fails is listed with its reason, and the others go on.
 *
 * An interrupt (the notebook's stop button, Ctrl-C, `signal`) ends the search at once; the
 * result has the trials that have ended. With a `directory` the same call goes on from there;
 * it runs failed trials again, and those whose files are damaged, but not those that diverged.
 *
 * On many machines: with `workers` of lib/redis, or one `part` on each machine and a `directory` that
 * all see. Trials are the same there to the last bit.
 *
 * @throws TypeError when a name is no hyperparameter, or `data` has a test set
 * @throws RangeError when a list of values is empty or has one twice, a dataset does not hold
 *   together, a trial would end before its first measurement, or `part` is none
 * @throws Error when the directory cannot be written to, `part` has none, or the engine in `workers`
 *   cannot be reached
 */
export async function gridSearch(
  space: SearchSpace,
  options: GridSearchOptions,
): Promise<SearchResult> {
  const { data, directory, backend = "wasm", workers, part: wanted, signal, ...others } = options;
  const { onProgress = liveSearch(), ...fixed } = others;
  checkSearch(space, fixed);
  checkData(data);
  checkWorkers(workers);
  checkBackend(backend);
  const part = wantedPart(wanted, directory);
  const trials = combinations(space).map((hyperparameters) => {
    const settings = { patience: PATIENCE, ...fixed, ...hyperparameters };
    checkTrial(settings, data);
    return { hyperparameters, settings };
  });
  const used = {
    train: await fingerprint(data.train),
    validation: await fingerprint(data.validation),
  };
  const notes: string[] = [];
  const onDamage = (file: string) =>
    notes.push(`"${file}" is damaged or was changed: its trial runs again.`);
  const given = { data: used, backend };
  const store = directory === undefined ? undefined : await openStore(directory, given, onDamage);
  const entries: Entry[] = [];
  for (const { hyperparameters, settings } of trials) {
    const stored = await store?.read(settings);
    const outcome = stored?.status === "failed" ? undefined : stored;
    entries.push({ hyperparameters, settings, outcome });
  }
  const own = part ? entriesOf(entries, part) : entries;
  const waiting = own
    .filter(({ outcome }) => !outcome)
    .sort((a, b) => roughCost(b.settings) - roughCost(a.settings));

  let start: number | undefined;
  let state: SearchState | undefined;
  const report = (stopped?: string) => {
    const now = performance.now();
    const seconds = (now - (start ?? now)) / 1000;
    const known = { space, part: part && partText(part), state };
    onProgress(searchProgress(own, { waiting, seconds, ...known, stopped }));
  };
  const interrupt = interruptSignal(signal);
  let notStored: Error | undefined;
  try {
    const engine = typeof workers === "object" ? workers : threads(workers);
    await engine.run(waiting, {
      backend,
      data,
      used,
      signal: interrupt.signal,
      onUpdate(entry, update) {
        entry.update = update;
        start ??= performance.now();
        report();
      },
      async onEnd(entry, outcome) {
        entry.outcome = outcome;
        report();
        try {
          await store?.write(entry.settings, outcome);
          return true;
        } catch (error) {
          notStored = error as Error;
          return false;
        }
      },
      onState(now) {
        state = now;
        report();
      },
      note: (text) => notes.push(text),
    });
  } finally {
    interrupt.release();
  }
  const missing = (some: readonly Entry[]) => some.filter(({ outcome }) => !outcome).length;
  const isOver = missing(own) === 0;
  report(isOver ? "all trials done" : "interrupted");
  if (!isOver) {
    const next = directory === undefined ? "" : "; the same call goes on from here";
    notes.push(`Interrupted: ${missing(own)} of ${own.length} trials are missing${next}.`);
  }
  if (part) {
    notes.push(
      `Part ${part.index} of ${part.of}: ${own.length} of ${entries.length} trials are this part's, ` +
        `${missing(entries)} of all are missing; the same call without a part collects them.`,
    );
  }
  const unseen = trials.flatMap(
    ({ settings }) => unseenPart(imageSize(settings.size), data.train) ?? [],
  );
  if (unseen.length > 0) {
    notes.push(`In ${unseen.length} of ${entries.length} trials ${unseen[0]}.`);
  }
  if (notStored) notes.push(`Not all trials could be stored: ${notStored.message}.`);
  const { classes, shape } = data.train;
  const task = { classes: classes.length, channels: shape[2] };
  return new SearchResult(entries, { space, notes, task, used });
}
