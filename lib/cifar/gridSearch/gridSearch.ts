import { cores, threadLimit } from "#cores";
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
  checkWorkers,
  type SearchData,
} from "./checkSearch.ts";
import { combinations, type SearchSpace, type TrialHyperparameters } from "./hyperparameters.ts";
import { liveSearch } from "./liveSearch.ts";
import { runInWorkers } from "./pool.ts";
import { roughCost } from "./roughCost.ts";
import { type SearchProgress, searchProgress } from "./searchProgress.ts";
import { SearchResult } from "./searchResult.ts";
import { sharedDataset } from "./sharedDataset.ts";
import type { Entry, Outcome, TrialUpdate } from "./trial.ts";
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
  /** Trials that run at the same time, each in a thread of its own; CNN_THREADS at most. Default: one a core. */
  workers?: number;
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
 * @throws TypeError when a name is no hyperparameter, or `data` has a test set
 * @throws RangeError when a list of values is empty or has one twice, a dataset does not hold
 *   together, or a trial would end before its first measurement
 * @throws Error when the directory cannot be written to
 */
export async function gridSearch(
  space: SearchSpace,
  options: GridSearchOptions,
): Promise<SearchResult> {
  const { data, directory, backend = "wasm", workers, signal, ...others } = options;
  const { onProgress = liveSearch(), ...fixed } = others;
  checkSearch(space, fixed);
  checkData(data);
  checkWorkers(workers);
  checkBackend(backend);
  const trials = combinations(space).map((hyperparameters) => {
    const settings = { patience: PATIENCE, ...fixed, ...hyperparameters };
    checkTrial(settings, data);
    return { hyperparameters, settings };
  });
  const used = {
    train: await fingerprint(data.train),
    validation: await fingerprint(data.validation),
  };
  const damaged: string[] = [];
  const onDamage = (file: string) => damaged.push(file);
  const given = { data: used, backend };
  const store = directory === undefined ? undefined : await openStore(directory, given, onDamage);
  const entries: Entry[] = [];
  for (const { hyperparameters, settings } of trials) {
    const stored = await store?.read(settings);
    const outcome = stored?.status === "failed" ? undefined : stored;
    entries.push({ hyperparameters, settings, outcome });
  }
  const waiting = entries
    .filter(({ outcome }) => !outcome)
    .sort((a, b) => roughCost(b.settings) - roughCost(a.settings));

  let start: number | undefined;
  const report = (stopped?: string) => {
    const now = performance.now();
    const seconds = (now - (start ?? now)) / 1000;
    onProgress(searchProgress(entries, { waiting, seconds, stopped }));
  };
  const interrupt = interruptSignal(signal);
  let notStored: Error | undefined;
  try {
    await runInWorkers<Entry, TrialUpdate, Outcome>(waiting, {
      script: new URL("./worker.js", import.meta.url),
      data: waiting.length > 0 && {
        backend,
        train: sharedDataset(data.train),
        validation: sharedDataset(data.validation),
      },
      workers: workersFor(workers),
      signal: interrupt.signal,
      messageOf: ({ settings }) => settings,
      onUpdate(entry, update) {
        entry.update = update;
        start ??= performance.now();
        report();
      },
      async onEnd(entry, end) {
        entry.outcome = "result" in end ? end.result : failureOf(end);
        report();
        await store?.write(entry.settings, entry.outcome).catch((error) => {
          notStored = error;
        });
      },
    });
  } finally {
    interrupt.release();
  }
  const missing = entries.filter(({ outcome }) => !outcome).length;
  report(missing > 0 ? "interrupted" : "all trials done");
  const notes = damaged.map((file) => `"${file}" is damaged or was changed: its trial runs again.`);
  if (missing > 0) {
    const next = directory === undefined ? "" : "; the same call goes on from here";
    notes.push(`Interrupted: ${missing} of ${entries.length} trials are missing${next}.`);
  }
  const unseen = trials.flatMap(
    ({ settings }) => unseenPart(imageSize(settings.size), data.train) ?? [],
  );
  if (unseen.length > 0)
    notes.push(`In ${unseen.length} of ${entries.length} trials ${unseen[0]}.`);
  if (notStored) notes.push(`Not all trials could be stored: ${notStored.message}.`);
  const { classes, shape } = data.train;
  const task = { classes: classes.length, channels: shape[2] };
  return new SearchResult(entries, { space, notes, task, used });
}

function failureOf({ died, seconds }: { died: string; seconds: number }): Outcome {
  const isFull = /memory/.test(died);
  const hint = isFull ? "; its memory is full: take smaller batches or a smaller network" : "";
  return { status: "failed", reason: died + hint, seconds };
}

function workersFor(wanted?: number): number {
  return wanted === undefined ? cores() : Math.min(wanted, threadLimit());
}
