import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { KEPT, type Keys } from "./keys.ts";

/**
 * Which searches wait for which trials: what a trial found stays in Redis until all that wait for it
 * have it. A search that was killed is forgotten after half a minute.
 */
export class Claims {
  readonly #id: string = randomUUID();
  readonly #client: Redis;
  readonly #keys: Keys;

  constructor(client: Redis, keys: Keys) {
    this.#client = client;
    this.#keys = keys;
  }

  /** Says that this search goes on, and which trials it waits for if Redis does not know. */
  async renew(ids: readonly string[]): Promise<void> {
    const own = this.#keys.search(this.#id);
    if ((await this.#client.expire(own, KEPT.search)) === 1) return;
    await this.#client
      .multi()
      .sadd(own, ...ids)
      .expire(own, KEPT.search)
      .exec();
    await this.#client.sadd(this.#keys.searches, this.#id);
  }

  /** Waits for these no more. @returns those for which no other search waits */
  async release(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const { searches } = this.#keys;
    await this.#client.srem(this.#keys.search(this.#id), ...ids);
    const unwanted = new Set(ids);
    for (const search of await this.#client.smembers(searches)) {
      const wants = new Set(await this.#client.smembers(this.#keys.search(search)));
      if (wants.size === 0) await this.#client.srem(searches, search);
      for (const id of ids) if (wants.has(id)) unwanted.delete(id);
    }
    return [...unwanted];
  }

  async end(): Promise<void> {
    await this.#client.del(this.#keys.search(this.#id));
    await this.#client.srem(this.#keys.searches, this.#id);
  }
}
