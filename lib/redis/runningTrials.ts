import type { Redis } from "ioredis";
import type { JobEnd } from "../cifar/gridSearch/jobThread.ts";
import type { Outcome, TrialUpdate } from "../cifar/gridSearch/trial.ts";
import { KEPT, type Keys } from "./keys.ts";
import type { RunOptions } from "./trialRunner.ts";

/** Why a trial was ended in the middle. */
export class Ended extends Error {
  override name = "Ended";
}

/** The reason of a trial that nobody waits for any more. */
export const STOPPED = "nobody waits for this trial any more";

/** A trial that runs here. */
interface Running {
  readonly ended: Promise<Outcome>;
  readonly controller: AbortController;
  update?: TrialUpdate;
}

/**
 * The trials that a worker runs: tells Redis how they come on, and ends those that nobody waits for. A
 * trial that is given to this worker twice, as Redis lost its data, runs once.
 */
export class RunningTrials {
  readonly #all = new Map<string, Running>();
  readonly #client: Redis;
  readonly #keys: Keys;
  readonly #worker: string;
  #over?: Ended;

  constructor(client: Redis, keys: Keys, worker: string) {
    this.#client = client;
    this.#keys = keys;
    this.#worker = worker;
  }

  /** @throws Ended when the trial was ended; Error when it has killed or hung what ran it */
  run(id: string, start: (options: RunOptions) => Promise<JobEnd<Outcome>>): Promise<Outcome> {
    const known = this.#all.get(id);
    if (known) return known.ended;
    if (this.#over) return Promise.reject(this.#over);
    const controller = new AbortController();
    const { signal } = controller;
    const onUpdate = (update: TrialUpdate) => {
      const running = this.#all.get(id);
      if (running) running.update = update;
    };
    const run = async () => {
      try {
        const end = await start({ signal, onUpdate });
        if ("result" in end) return end.result;
        throw new Error(end.died);
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        this.#all.delete(id);
      }
    };
    const ended = Promise.resolve().then(run); // once it is among them
    this.#all.set(id, { ended, controller });
    return ended;
  }

  /** Ends all at once, and what comes later: BullMQ may take again what a worker that closes gave back. */
  end(reason: string): void {
    this.#over = new Ended(reason);
    for (const { controller } of this.#all.values()) controller.abort(this.#over);
  }

  /** Reports, and looks which trials have been given up, or been ended by another worker. */
  async report(): Promise<void> {
    const ids = [...this.#all.keys()];
    const asked = this.#client.pipeline();
    for (const id of ids) asked.exists([this.#keys.stop(id), this.#keys.outcome(id)]);
    const answers = (await asked.exec()) ?? [];
    const said = this.#client.pipeline();
    for (const [i, id] of ids.entries()) {
      const running = this.#all.get(id);
      const text = JSON.stringify({ ...running?.update, worker: this.#worker });
      if (Number(answers[i]?.[1]) > 0) running?.controller.abort(new Ended(STOPPED));
      else if (running?.update) said.set(this.#keys.progress(id), text, "EX", KEPT.search);
    }
    await said.exec();
  }
}
