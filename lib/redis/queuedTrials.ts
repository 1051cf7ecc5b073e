import type { Job, Queue } from "bullmq";
import type { Redis } from "ioredis";
import { Claims } from "./claims.ts";
import { ATTEMPTS, KEPT, type Keys, type TrialJob } from "./keys.ts";
import { type SentOutcome, unpackOutcome } from "./outcomes.ts";

/** What Redis knows of some trials, by their ids. */
export interface Known {
  /** Those that have an outcome. */
  readonly found: readonly string[];
  /** Those it knows nothing of. */
  readonly unknown: readonly string[];
  /** How far the others are, as their workers said last. */
  readonly reports: ReadonlyMap<string, string>;
}

/** The trials in Redis that a search waits for, shared with other searches that wait for the same. */
export class QueuedTrials {
  readonly #client: Redis;
  readonly #queue: Queue;
  readonly #keys: Keys;
  readonly #claims: Claims;

  constructor(client: Redis, queue: Queue, keys: Keys) {
    this.#client = client;
    this.#queue = queue;
    this.#keys = keys;
    this.#claims = new Claims(client, keys);
  }

  /** Says that the search goes on and waits for these, and looks what is known of them. */
  async look(ids: readonly string[]): Promise<Known> {
    await this.#claims.renew(ids);
    const keys = this.#keys;
    const asked = this.#client.pipeline();
    for (const id of ids) asked.exists(keys.outcome(id)).exists(this.#queue.toKey(id));
    const answers = ((await asked.exec()) ?? []).map(([error, answer]) => {
      if (error) throw error;
      return answer === 1;
    });
    const texts = await this.#client.mget(ids.map(keys.progress));
    const reports = ids.flatMap((id, i): [string, string][] => {
      const text = texts[i];
      return answers[2 * i] || text === null ? [] : [[id, text]];
    });
    return {
      found: ids.filter((_, i) => answers[2 * i]),
      unknown: ids.filter((_, i) => !answers[2 * i] && !answers[2 * i + 1]),
      reports: new Map(reports),
    };
  }

  /** What these found; one that is damaged is forgotten, so that it is added again. */
  async outcomes(ids: readonly string[]): Promise<Map<string, SentOutcome>> {
    const texts = await this.#client.mget(ids.map(this.#keys.outcome));
    const sent = new Map<string, SentOutcome>();
    for (const [i, id] of ids.entries()) {
      const text = texts[i];
      if (text === null) continue;
      const outcome = unpackOutcome(text);
      if (outcome) sent.set(id, outcome);
      else await this.#client.del(this.#keys.outcome(id));
    }
    return sent;
  }

  /** Trials of any search that were tried too often. */
  failed(): Promise<Job[]> {
    return this.#queue.getFailed();
  }

  async add(jobs: ReadonlyMap<string, TrialJob>): Promise<void> {
    if (jobs.size === 0) return;
    await this.#client.del([...jobs.keys()].map(this.#keys.stop));
    const backoff = { type: "fixed", delay: 1000 };
    await this.#queue.addBulk(
      Array.from(jobs, ([jobId, data]) => ({
        name: "trial",
        data,
        opts: { jobId, attempts: ATTEMPTS, backoff, removeOnComplete: true },
      })),
    );
  }

  /** Gives these up: what no other search waits for is ended where it runs, and forgotten. */
  async release(ids: readonly string[]): Promise<void> {
    const unwanted = await this.#claims.release(ids);
    const said = this.#client.pipeline();
    for (const id of unwanted) {
      said.set(this.#keys.stop(id), "1", "EX", KEPT.stop);
      said.del([this.#keys.outcome(id), this.#keys.progress(id)]);
    }
    await said.exec();
    await Promise.all(unwanted.map((id) => this.#queue.remove(id))); // but one that runs: its worker does
  }

  /** The search is over, and gives up those that are left. */
  async end(left: readonly string[]): Promise<void> {
    await this.release(left);
    await this.#claims.end();
  }
}
