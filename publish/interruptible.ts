import { Problem } from "../scripts/setup/problem.mjs";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does `work`, which is to stop and clean up when its AbortSignal says so: on Ctrl-C, say.
 * @throws Problem if it was stopped, else what `work` throws
 */
export async function interruptible(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
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
