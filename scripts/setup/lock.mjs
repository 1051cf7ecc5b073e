import { join } from "node:path";
import { Claim } from "./claim.mjs";
import { Interrupted } from "./problem.mjs";
import { work } from "./project.mjs";
import { step } from "./step.mjs";

/** Milliseconds that a program has to end by itself after an interrupt. */
const GRACE = 1500;

/**
 * Does `action` while no other set-up of this folder runs, nor what a killed one has started. An
 * interrupt ends what `action` has started.
 * @template T
 * @param {(note: (pid: number) => void) => Promise<T>} action calls `note` with each process it starts
 * @returns {Promise<T>}
 */
export async function exclusively(action) {
  const claim = new Claim(work);
  const waiting = `Waiting for another set-up of this folder (if none runs, delete ${join(work, "claim.*")})`;
  if (!claim.isFirst()) await step(waiting, () => claim.untilFirst());
  /** @type {number[]} */
  const children = [];
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    end(children, "SIGTERM");
    setTimeout(() => end(children, "SIGKILL"), GRACE).unref();
  };
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await action((pid) => {
      children.push(pid);
      claim.note(pid);
      if (interrupted) interrupt();
    });
  } catch (error) {
    throw interrupted
      ? new Interrupted("Interrupted: run the same command again to go on.")
      : error;
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
    claim.end();
  }
}

/**
 * @param {number[]} pids
 * @param {NodeJS.Signals} signal
 */
function end(pids, signal) {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // it has ended
    }
  }
}
