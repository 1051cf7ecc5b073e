import { type JobEnd, JobThread } from "../cifar/gridSearch/jobThread.ts";
import { sharedDataset } from "../cifar/gridSearch/sharedDataset.ts";
import type { Outcome, TrialUpdate } from "../cifar/gridSearch/trial.ts";
import { TRIAL_SCRIPT } from "./computingCode.ts";
import type { TrialJob } from "./keys.ts";
import type { trialData } from "./trialData.ts";

/** How to run a trial. */
export interface RunOptions {
  readonly onUpdate: (update: TrialUpdate) => void;
  /** Ends the trial at once. */
  readonly signal: AbortSignal;
}

/** Runs trials in threads, which stay for the next trial on the same data. */
export class TrialRunner {
  readonly #dataOf: ReturnType<typeof trialData>;
  readonly #timeout: number;
  readonly #script: URL;
  #idle: { readonly key: string; readonly thread: JobThread<TrialUpdate, Outcome> }[] = [];

  /** @param timeout seconds without a report after which a trial is taken to hang */
  constructor(dataOf: ReturnType<typeof trialData>, timeout: number, script: URL = TRIAL_SCRIPT) {
    this.#dataOf = dataOf;
    this.#timeout = timeout;
    this.#script = script;
  }

  async run(job: TrialJob, { onUpdate, signal }: RunOptions): Promise<JobEnd<Outcome>> {
    const { settings, data: sums, backend } = job;
    const data = await this.#dataOf(sums, signal);
    const key = [sums.train, sums.validation, backend].join();
    const [train, validation] = [data.train, data.validation].map(sharedDataset);
    const thread = await this.#take(key, { train, validation, backend });
    const end = () => void thread.end();
    signal.addEventListener("abort", end);
    try {
      signal.throwIfAborted();
      const ended = await thread.run(settings, { onUpdate, timeout: this.#timeout });
      if (thread.alive) this.#idle.push({ key, thread });
      return ended;
    } finally {
      signal.removeEventListener("abort", end);
      if (signal.aborted) end();
    }
  }

  /** Ends the threads that wait. */
  async end(): Promise<void> {
    const threads = this.#idle.splice(0);
    await Promise.all(threads.map(({ thread }) => thread.end()));
  }

  async #take(key: string, data: unknown): Promise<JobThread<TrialUpdate, Outcome>> {
    const free = this.#idle.find((each) => each.key === key && each.thread.alive);
    const others = this.#idle.filter((each) => each.key !== key); // hold images that may not come again
    this.#idle = this.#idle.filter((each) => each.key === key && each !== free);
    await Promise.all(others.map(({ thread }) => thread.end()));
    return free?.thread ?? new JobThread(this.#script, data);
  }
}
