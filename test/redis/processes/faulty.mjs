// Loaded into a worker's process and its threads: trials with some seeds do what a trial must not, and
// all last TRIAL_SECONDS longer.
import { existsSync, writeFileSync } from "node:fs";
import process from "node:process";
import { isMainThread, parentPort } from "node:worker_threads";

/** @param {number} [milliseconds] */
const wait = (milliseconds) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

/** @param {{ seed?: number }} settings */
function misbehave({ seed }) {
  wait(1000 * Number(process.env.TRIAL_SECONDS ?? 0));
  if (seed === 661) process.kill(process.pid, "SIGKILL");
  if (seed === 662) process.exit(3); // of the thread
  if (seed === 663) wait();
  const mark = `${process.env.FAULTY_MARKS}/hung`;
  if (seed === 664 && !existsSync(mark)) {
    writeFileSync(mark, "");
    wait();
  }
}

if (!isMainThread && parentPort) {
  const port = parentPort;
  const on = port.on.bind(port);
  /** @type {any} */ (port).on = (/** @type {string} */ name, /** @type {Function} */ hear) =>
    on(/** @type {any} */ (name), (/** @type {any} */ message) => {
      hear(message); // to its first wait
      if (name === "message" && message && typeof message === "object") misbehave(message);
    });
}
