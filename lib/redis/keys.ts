import { createHash } from "node:crypto";
import type { BackendName } from "../backend/index.ts";
import type { DataFingerprints } from "../cifar/gridSearch/engine.ts";
import type { TrialHyperparameters } from "../cifar/gridSearch/hyperparameters.ts";

/** What a worker is told of a trial: plain values, never code. */
export interface TrialJob {
  readonly settings: TrialHyperparameters;
  readonly data: DataFingerprints;
  readonly backend: BackendName;
}

/** Seconds after which Redis forgets what nobody asks for. */
export const KEPT: Readonly<Record<"outcome" | "stop" | "data" | "search" | "worker", number>> = {
  outcome: 7 * 24 * 3600,
  stop: 3600,
  data: 3600,
  search: 30,
  worker: 8,
};

/** How often a trial is tried, that fails with or kills its worker. */
export const ATTEMPTS = 3;

/** The names of all that lies in Redis, for workers of one version of the code. */
export interface Keys {
  /** BullMQ's, of its queues. */
  readonly prefix: string;
  readonly queue: string;
  /** What a trial found; and what it has done so far. */
  outcome(id: string): string;
  progress(id: string): string;
  /** There, where nobody wants the trial any more. */
  stop(id: string): string;
  /** The searches that go on, and the trials that each waits for. */
  readonly searches: string;
  search(id: string): string;
  /** The workers that are there, of any version, and what each is. */
  readonly workers: string;
  worker(id: string): string;
  /** Fingerprints of datasets that a worker lacks; and a dataset in pieces. */
  readonly wanted: string;
  dataset(fingerprint: string): string;
}

export function keysOf(prefix: string, code: string): Keys {
  const named = (kind: string) => (id: string) => `${prefix}:${kind}:${id}`;
  return {
    prefix,
    queue: `trials-${code}`,
    outcome: named("outcome"),
    progress: named("progress"),
    stop: named("stop"),
    searches: `${prefix}:searches`,
    search: named("search"),
    workers: `${prefix}:workers`,
    worker: named("worker"),
    wanted: `${prefix}:wanted`,
    dataset: named("dataset"),
  };
}

/** A trial's name: the same for the same trial of the same code, whoever asks for it. */
export function trialId({ settings, data, backend }: TrialJob, code: string): string {
  const named = Object.entries(settings).toSorted();
  const all = JSON.stringify([code, backend, data.train, data.validation, named]);
  return `t${createHash("sha256").update(all).digest("hex").slice(0, 24)}`;
}
