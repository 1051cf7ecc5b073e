import { startThread } from "#threads";
import type { Listener, Thread } from "../../platform/threads.ts";

/** How a job ended: with the worker's last message, or with the worker itself. */
export type JobEnd<Result> =
  | { readonly result: Result }
  | {
      readonly died: string;
      readonly seconds: number;
      /** It was ended because it reported nothing any more. */
      readonly hung?: true;
    };

/** Messages of a worker's script; it takes one job a message and ends each with a result. */
export type FromWorker<Update, Result> =
  | { readonly begun: true }
  | { readonly update: Update }
  | { readonly result: Result };

/** Seconds that a thread may take to load its script, beside the timeout. */
const LOADING = 60;

/** How to run a job. */
interface JobOptions<Update> {
  readonly onUpdate: (update: Update) => void;
  /** Seconds without a message, once the job has begun, after which the thread is ended. Default: none. */
  readonly timeout?: number;
}

/** A thread with a script that does jobs, one at a time; a job that kills it ends with it. */
export class JobThread<Update, Result> {
  readonly #thread: Thread;
  #listener: Listener | undefined;
  #alive = true;

  /** @param data what the script starts with */
  constructor(script: URL, data: unknown) {
    this.#thread = startThread(script, data, {
      message: (message) => this.#listener?.message(message),
      died: (reason) => {
        this.#alive = false;
        this.#listener?.died(reason);
      },
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Ends the thread at once, and a job that it does. */
  async end(): Promise<void> {
    await this.#thread.end();
  }

  /** Gives the thread a job and waits for its end. */
  run(message: unknown, { onUpdate, timeout }: JobOptions<Update>): Promise<JobEnd<Result>> {
    return new Promise((resolve) => {
      const start = performance.now();
      let heard = start + LOADING * 1000;
      let hung: { hung: true } | undefined;
      const look = (seconds: number) => {
        if (performance.now() - heard < seconds * 1000) return;
        hung = { hung: true };
        void this.end();
      };
      const watch = timeout ? setInterval(look, Math.min(1000, timeout * 250), timeout) : undefined;
      const end = (how: JobEnd<Result>) => {
        clearInterval(watch);
        this.#listener = undefined;
        resolve(how);
      };
      this.#listener = {
        message: (message: FromWorker<Update, Result>) => {
          heard = performance.now();
          if ("update" in message) onUpdate(message.update);
          else if ("result" in message) end(message);
        },
        died: (reason) => {
          const seconds = (performance.now() - start) / 1000;
          end({ died: hung ? `it reported nothing for ${timeout} s` : reason, seconds, ...hung });
        },
      };
      this.#thread.post(message);
    });
  }
}
