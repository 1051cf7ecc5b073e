import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { fingerprint } from "../cifar/input/fingerprint.ts";
import { bytesOf } from "../data/bytesOf.ts";
import { imageBytes } from "../data/imageBytes.ts";
import type { Dataset } from "../data/index.ts";
import { MEGABYTE } from "../data/megabyte.ts";
import { sharedBytes } from "../data/sharedBytes.ts";
import { KEPT, type Keys } from "./keys.ts";

/** Bytes of a piece, about. */
const PIECE = 8 << 20;

/** Seconds to wait for a dataset, and between two looks. */
const TIMEOUT = 120;
const PAUSE = 0.5;

/** Sends the datasets that workers have asked for and do not lie in Redis yet. @returns megabytes sent */
export async function sendWanted(
  client: Redis,
  keys: Keys,
  datasets: Readonly<Record<string, Dataset>>,
): Promise<number> {
  let bytes = 0;
  for (const sum of await client.smembers(keys.wanted)) {
    const dataset = datasets[sum];
    if (!dataset) continue;
    await client.srem(keys.wanted, sum);
    if (await client.exists(keys.dataset(sum))) continue;
    const { images, labels, classes, shape, source } = dataset;
    const part = `${keys.dataset(sum)}:${randomUUID()}`;
    await client.rpush(part, JSON.stringify({ classes, shape, source }), bufferOf(labels));
    await client.expire(part, KEPT.data);
    const size = imageBytes(shape);
    const piece = Math.ceil(PIECE / size) * size; // whole images
    for (let i = 0; i < images.length; i += piece) {
      await client.rpush(part, bufferOf(bytesOf(images.subarray(i, i + piece))));
    }
    await client.rename(part, keys.dataset(sum));
    bytes += images.length + labels.length;
  }
  return Math.ceil(bytes / MEGABYTE);
}

/**
 * Asks for a dataset through Redis and waits for it.
 *
 * @param timeout in seconds
 * @throws Error when nobody sends it, or what comes is not what was asked for
 */
export async function receiveDataset(
  client: Redis,
  keys: Keys,
  sum: string,
  signal: AbortSignal,
  timeout: number = TIMEOUT,
): Promise<Dataset> {
  const key = keys.dataset(sum);
  for (let waited = 0; !(await client.exists(key)); waited += PAUSE) {
    signal.throwIfAborted();
    if (waited >= timeout) {
      throw new Error(`its images did not come through Redis within ${timeout} s`);
    }
    await client.sadd(keys.wanted, sum);
    await sleep(1000 * PAUSE);
  }
  const pieces: Buffer[] = [];
  for (let i = 0, n = await client.llen(key); i < n; i++) {
    pieces.push((await client.lindexBuffer(key, i)) ?? Buffer.alloc(0));
  }
  const dataset = assemble(pieces);
  const found = dataset && (await fingerprint(dataset));
  if (dataset && found === sum) return dataset;
  await client.del(key);
  throw new Error(
    `its images came damaged through Redis: their checksum is ${found ?? "none"}, it should be ${sum}`,
  );
}

function assemble([head, labels, ...images]: readonly Buffer[]): Dataset | undefined {
  try {
    const { classes, shape, source } = JSON.parse(String(head));
    return { classes, shape, source, labels: owned(labels), images: owned(Buffer.concat(images)) };
  } catch {
    return undefined;
  }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function owned(bytes: Buffer): Uint8Array {
  const copy = sharedBytes(bytes.length);
  copy.set(bytes);
  return copy;
}
