import { codeVersion } from "./codeVersion.ts";

/** What a worker's thread runs. */
export const TRIAL_SCRIPT: URL = new URL("../cifar/gridSearch/worker.js", import.meta.url);

let known: string | undefined;

/** The version of the code that a worker computes with and speaks to searches by. */
export function computingCode(): string {
  known ??= codeVersion([TRIAL_SCRIPT, new URL("./startWorker.js", import.meta.url)]);
  return known;
}
