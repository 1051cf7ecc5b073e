import { type JobEnd, JobThread } from "./jobThread.ts";

/** How often a job that hangs is tried. */
const ATTEMPTS = 3;

interface PoolOptions<Job, Update, Result> {
  /** The worker's script. */
  readonly script: URL;
  /** What every worker starts with, as `workerData`. */
  readonly data: unknown;
  readonly workers: number;
  /** Seconds without a message after which a job is tried again, three times in all. Default: no limit. */
  readonly timeout?: number;
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
  const { script, data, workers, timeout, signal, messageOf, onUpdate, onEnd } = options;
  const threads = new Set<JobThread<Update, Result>>();
  const endAll = () => Promise.all([...threads].map((thread) => thread.end()));
  const queue = jobs.values();

  const runNext = async (): Promise<void> => {
    let thread: JobThread<Update, Result> | undefined;
    for (const job of queue) {
      const hear = (update: Update) => onUpdate(job, update);
      for (let tries = 1; ; tries++) {
        if (!thread?.alive) {
          thread = new JobThread<Update, Result>(script, data);
          threads.add(thread);
        }
        if (signal.aborted) return;
        const end = await thread.run(messageOf(job), { timeout, onUpdate: hear });
        if (signal.aborted && "died" in end) return;
        if ("hung" in end && tries < ATTEMPTS) continue;
        await onEnd(job, "hung" in end ? { ...end, died: `${end.died}, ${tries} times` } : end);
        break;
      }
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
