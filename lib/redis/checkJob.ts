import { checkBackend, checkSettings } from "../cifar/gridSearch/checkSearch.ts";
import type { TrialJob } from "./keys.ts";

const SUM = /^[0-9a-f]{64}$/;

/**
 * A job as it came over the network: plain values and nothing else.
 *
 * @throws TypeError when it is not made of what a trial takes
 */
export function checkJob(job: unknown): TrialJob {
  const { settings, data, backend } = (job ?? {}) as Partial<TrialJob>;
  if (typeof settings !== "object" || settings === null || Array.isArray(settings)) {
    throw new TypeError("a job has no hyperparameters");
  }
  checkSettings(settings);
  checkBackend(String(backend));
  const { train = "", validation = "" } = data ?? {};
  for (const sum of [train, validation]) {
    if (typeof sum !== "string" || !SUM.test(sum)) {
      throw new TypeError(`a job's data is ${JSON.stringify(sum)}, it takes a fingerprint`);
    }
  }
  return { settings, data: { train, validation }, backend: backend ?? "wasm" };
}
