import { Problem } from "../setup/problem.mjs";

const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Does `work`, which is to stop and clean up when its AbortSignal says so: on Ctrl-C, say.
 * @param {(signal: AbortSignal) => Promise<void>} work
 * @throws Problem if it was stopped, else what `work` throws
 */
export async function interruptible(work) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const signal of signals) process.on(signal, abort);
  try {
    await work(controller.signal);
  } catch (error) {
    throw controller.signal.aborted
      ? new Problem("Interrupted: nothing was published, the site is as it was.")
      : error;
  } finally {
    for (const signal of signals) process.off(signal, abort);
  }
}
