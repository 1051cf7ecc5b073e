import type { Worker } from "node:worker_threads";

/** How a job ended: with the worker's last message, or with the worker itself. */
export type JobEnd<Result> =
  | { readonly result: Result }
  | { readonly died: string; readonly seconds: number };

/** Messages of a worker's script; it takes one job a message and ends each with a result. */
export type FromWorker<Update, Result> = { readonly update: Update } | { readonly result: Result };

interface PoolOptions<Job, Update, Result> {
  /** The worker's script. */
  readonly script: URL;
  /** What every worker starts with, as `workerData`. */
  readonly data: unknown;
  readonly workers: number;
  /** Ends all workers at once; the jobs that run are dropped. */
  readonly signal: AbortSignal;
  /** What the worker is told of a job. */
  readonly messageOf: (job: Job) => unknown;
  readonly onUpdate: (job: Job, update: Update) => void;
  /** Awaited before the worker gets its next job. */
  readonly onEnd: (job: Job, end: JobEnd<Result>) => Promise<void>;
}

/**
 * Runs jobs in worker threads, each of which takes the next job when it has ended one. A thread
 * that dies ends its job, and another takes its place. No thread is left at the end.
 */
export async function runInWorkers<Job, Update, Result>(
  jobs: readonly Job[],
  options: PoolOptions<Job, Update, Result>,
): Promise<void> {
  const { script, data, workers, signal, messageOf, onUpdate, onEnd } = options;
  const { Worker } = await import("node:worker_threads");
  const threads = new Set<Worker>();
  const endAll = () => Promise.all([...threads].map((thread) => thread.terminate()));
  const queue = jobs.values();

  const start = () => {
    const thread = new Worker(script, { workerData: data });
    threads.add(thread);
    thread.once("exit", () => threads.delete(thread));
    return thread.on("error", () => {}); // an idle thread's; a job hears of its own
  };
  const runNext = async (): Promise<void> => {
    let thread: Worker | undefined;
    for (const job of queue) {
      if (signal.aborted) return;
      if (!thread || !threads.has(thread)) thread = start();
      const hear = (update: Update) => onUpdate(job, update);
      const end = await run<Update, Result>(thread, messageOf(job), hear);
      if (signal.aborted && "died" in end) return;
      await onEnd(job, end);
    }
  };

  signal.addEventListener("abort", endAll);
  try {
    await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, runNext));
  } finally {
    signal.removeEventListener("abort", endAll);
    await endAll();
  }
}

/** Gives the thread a job and waits for its end. */
function run<Update, Result>(
  thread: Worker,
  message: unknown,
  onUpdate: (update: Update) => void,
): Promise<JobEnd<Result>> {
  return new Promise((resolve) => {
    const start = performance.now();
    let death = "";
    const end = (how: JobEnd<Result>) => {
      thread.off("message", hear).off("error", fail).off("exit", exit);
      resolve(how);
    };
    const hear = (message: FromWorker<Update, Result>) =>
      "update" in message ? onUpdate(message.update) : end(message);
    const fail = (error: Error) => {
      death = `its worker thread died: ${error.message}`;
    };
    const exit = (code: number) =>
      end({
        died: death || `its worker thread ended with exit code ${code}`,
        seconds: (performance.now() - start) / 1000,
      });
    thread.on("message", hear).on("error", fail).on("exit", exit);
    thread.postMessage(message);
  });
}
