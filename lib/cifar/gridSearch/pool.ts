import { startThread } from "#threads";
import type { Listener, Thread } from "../../platform/threads.ts";

/** How a job ended: with the worker's last message, or with the worker itself. */
export type JobEnd<Result> =
  | { readonly result: Result }
  | { readonly died: string; readonly seconds: number };

interface Member {
  readonly thread: Thread;
  /** Hears of the job that it is at. */
  listener?: Listener;
}

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
  const members = new Set<Member>();
  const endAll = () => Promise.all([...members].map(({ thread }) => thread.end()));
  const queue = jobs.values();

  const start = () => {
    const died = (reason: string) => {
      members.delete(member);
      member.listener?.died(reason);
    };
    const message = (message: never) => member.listener?.message(message);
    const member: Member = { thread: startThread(script, data, { message, died }) };
    members.add(member);
    return member;
  };
  const runNext = async (): Promise<void> => {
    let member: Member | undefined;
    for (const job of queue) {
      if (signal.aborted) return;
      if (!member || !members.has(member)) member = start();
      const hear = (update: Update) => onUpdate(job, update);
      const end = await run<Update, Result>(member, messageOf(job), hear);
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
  member: Member,
  message: unknown,
  onUpdate: (update: Update) => void,
): Promise<JobEnd<Result>> {
  return new Promise((resolve) => {
    const start = performance.now();
    const end = (how: JobEnd<Result>) => {
      member.listener = undefined;
      resolve(how);
    };
    member.listener = {
      message: (message: FromWorker<Update, Result>) =>
        "update" in message ? onUpdate(message.update) : end(message),
      died: (died) => end({ died, seconds: (performance.now() - start) / 1000 }),
    };
    member.thread.post(message);
  });
}
