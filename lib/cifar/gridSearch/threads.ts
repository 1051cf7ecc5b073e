import { cores, threadLimit } from "#cores";
import { type Engine, failureOf } from "./engine.ts";
import { runInWorkers } from "./pool.ts";
import { sharedDataset } from "./sharedDataset.ts";
import type { Entry, Outcome, TrialUpdate } from "./trial.ts";

/** Seconds without a report after which a trial is taken to hang. */
export const TIMEOUT = 300;

/** How to run trials in threads. */
export interface ThreadsOptions {
  /** Seconds without a report after which a trial is ended and tried again, three times in all. Default: 300. */
  readonly timeout?: number;
}

/**
 * Runs trials in worker threads of this process, which share one copy of the images.
 *
 * @param workers trials at the same time; CNN_THREADS at most. Default: one a core
 */
export function threads(workers?: number, { timeout = TIMEOUT }: ThreadsOptions = {}): Engine {
  return {
    async run(trials, { backend, data, signal, onUpdate, onEnd }) {
      await runInWorkers<Entry, TrialUpdate, Outcome>(trials, {
        script: new URL("./worker.js", import.meta.url),
        data: trials.length > 0 && {
          backend,
          train: sharedDataset(data.train),
          validation: sharedDataset(data.validation),
        },
        workers: workers === undefined ? cores() : Math.min(workers, threadLimit()),
        timeout,
        signal,
        messageOf: ({ settings }) => settings,
        onUpdate,
        async onEnd(trial, end) {
          await onEnd(trial, "result" in end ? end.result : failureOf(end));
        },
      });
    },
  };
}
