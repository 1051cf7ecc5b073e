import type { Redis } from "ioredis";
import { KEPT, type Keys } from "./keys.ts";

/** A worker's word that it is there. */
export interface Presence {
  readonly id: string;
  readonly host: string;
  /** The version of its code. */
  readonly code: string;
  /** Trials that it runs at the same time. */
  readonly trials: number;
}

/** Says that the worker is there, for some seconds. */
export async function announce(client: Redis, keys: Keys, presence: Presence): Promise<void> {
  const key = keys.worker(presence.id);
  await client
    .pipeline()
    .set(key, JSON.stringify(presence), "EX", KEPT.worker)
    .sadd(keys.workers, presence.id)
    .exec();
}

export async function depart(client: Redis, keys: Keys, id: string): Promise<void> {
  await client.pipeline().del(keys.worker(id)).srem(keys.workers, id).exec();
}

/** The workers that are there, of whatever version. */
export async function present(client: Redis, keys: Keys): Promise<Presence[]> {
  const ids = (await client.smembers(keys.workers)).toSorted();
  if (ids.length === 0) return [];
  const texts = await client.mget(ids.map(keys.worker));
  const gone = ids.filter((_, i) => texts[i] === null);
  if (gone.length > 0) await client.srem(keys.workers, ...gone);
  return texts.flatMap((text) => (text === null ? [] : [JSON.parse(text)]));
}
