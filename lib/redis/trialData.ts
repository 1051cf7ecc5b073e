import type { Redis } from "ioredis";
import type { Dataset } from "../data/index.ts";
import { receiveDataset } from "./datasets.ts";
import type { Keys, TrialJob } from "./keys.ts";
import { ownDatasets } from "./ownDatasets.ts";

/** The datasets of a trial. */
export interface TrialData {
  readonly train: Dataset;
  readonly validation: Dataset;
}

/** Datasets that a worker keeps: those of its last two searches. */
const KEPT_DATASETS = 4;

/** Where a worker gets the datasets of its trials: its own folder, else the search through Redis. */
export function trialData(
  client: Redis,
  keys: Keys,
  log: (text: string) => void,
): (sums: TrialJob["data"], signal: AbortSignal) => Promise<TrialData> {
  const known = new Map<string, Dataset>();
  const fetch = async (sums: readonly string[], signal: AbortSignal): Promise<void> => {
    const lacking = sums.filter((sum) => !known.has(sum));
    for (const [sum, dataset] of await ownDatasets(lacking)) {
      known.set(sum, dataset);
      log(`found ${dataset.source.description}`);
    }
    for (const sum of lacking) {
      if (known.has(sum)) continue;
      const dataset = await receiveDataset(client, keys, sum, signal);
      known.set(sum, dataset);
      log(`received ${dataset.labels.length} images through Redis`);
    }
    for (const sum of known.keys()) {
      if (known.size > KEPT_DATASETS && !sums.includes(sum)) known.delete(sum);
    }
  };
  let last: Promise<unknown> = Promise.resolve(); // one after another: trials share what comes
  return async ({ train, validation }, signal) => {
    const pair = last.then(async () => {
      await fetch([train, validation], signal);
      return { train: known.get(train), validation: known.get(validation) };
    });
    last = pair.catch(() => {});
    const found = await Promise.race([pair, whenAborted(signal)]); // own files take seconds to load
    if (found.train && found.validation) {
      return { train: found.train, validation: found.validation };
    }
    throw new Error("its images are not there");
  };
}

/** @throws the signal's reason, once it is aborted */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end);
  });
}
