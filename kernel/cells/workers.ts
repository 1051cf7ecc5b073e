import type { Worker } from "node:worker_threads";

/** The worker threads that the latest cell started and that still run. */
const started = new Set<Worker>();

/** Takes note of the worker threads that cells start. */
export function watchWorkers(): void {
  process.on("worker", (worker) => {
    started.add(worker);
    worker.once("exit", () => started.delete(worker));
  });
}

/** Leaves the worker threads of earlier cells alone. */
export function forgetWorkers(): void {
  started.clear();
}

/** Says that an interrupt leaves worker threads running. */
export function reportWorkers(): void {
  const count = started.size;
  if (!count) return;
  console.error(
    `An interrupt does not end worker threads: ${count} that this cell started still ` +
      `${count === 1 ? "runs" : "run"}. Their \`terminate()\` ends them, or a restart of the kernel.`,
  );
}
