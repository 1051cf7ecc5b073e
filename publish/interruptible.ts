import { Problem } from "../scripts/setup/problem.mjs";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does `work`, which is to stop and clean up when its AbortSignal says so: on Ctrl-C, say.
 * @param consequence what an interruption means, as a sentence that follows a colon
 * @throws Problem if it was stopped, else what `work` throws
 */
export async function interruptible(
  work: (signal: AbortSignal) => Promise<void>,
  consequence: string,
): Promise<void> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const signal of signals) process.on(signal, abort);
  try {
    await work(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? new Problem(`Interrupted: ${consequence}`) : error;
  } finally {
    for (const signal of signals) process.off(signal, abort);
  }
}
