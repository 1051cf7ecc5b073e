/**
 * `nearestImages` (L2, k = 10) beside NumPy, both from bytes to sorted indices: one thread against
 * one, all cores against all.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { loadCifar10, subset } from "lib/data";
import { imagesOf } from "../core/images.ts";
import { Peer, threads } from "../core/side.ts";
import { interleave, type Table } from "../core/table.ts";
import type { Bench } from "../index.ts";

const K = 10;

export const bench: Bench = async function* (python) {
  for (const [training, queries, rounds] of [
    [5000, 500, 7],
    [45_000, 1000, 5],
  ]) {
    for (const count of new Set([1, availableParallelism()])) {
      yield await table(training, queries, count, rounds, python);
    }
  }
};

async function table(
  training: number,
  queries: number,
  count: number,
  rounds: number,
  python: string | undefined,
): Promise<Table> {
  const data = await loadCifar10();
  const folder = await mkdtemp(join(tmpdir(), "bench-knn-"));
  const files = { training: join(folder, "training"), queries: join(folder, "queries") };
  await writeFile(files.training, subset(data.train, 0, training).images.slice());
  await writeFile(files.queries, subset(data.test, 0, queries).images.slice());
  const { shape } = data.train;
  const size = shape.reduce((a, b) => a * b);
  const env = threads(count);
  const peers = [new Peer(new URL("ours.ts", import.meta.url), { env })];
  if (python) peers.push(new Peer(new URL("numpy_search.py", import.meta.url), { python, env }));
  try {
    const start = { ...files, shape, size, k: K, threads: count };
    const started: { kernel?: string }[] = [];
    for (const peer of peers) started.push(await peer.ask({ start }));
    const found: { indices: number[]; megabytes?: number }[] = [];
    for (const peer of peers) found.push(await peer.ask({ indices: true }));
    const [ours, theirs] = found;
    const same = theirs?.indices.filter((index, i) => index === ours.indices[i]).length;
    const sides = ["`nearestImages`", "NumPy"].slice(0, peers.length).map((name, i) => ({
      name,
      measure: async () => (await peers[i].ask<{ seconds: number }>({})).seconds,
    }));
    const notes = [`Most memory of ours: ${ours.megabytes} MB.`, imagesOf(data.train)];
    if (theirs) {
      notes.push(`NumPy runs on ${started[1].kernel}.`);
      notes.push(`${same} of ${theirs.indices.length} indices are those of NumPy in float32.`);
    }
    const title =
      `The ${K} nearest of ${training} CIFAR-10 images for ${queries} others, ` +
      `${count} thread${count > 1 ? "s" : ""} a side`;
    return await interleave(title, "seconds", sides, { rounds, notes });
  } finally {
    await Promise.all(peers.map((peer) => peer.end()));
    await rm(folder, { recursive: true });
  }
}
