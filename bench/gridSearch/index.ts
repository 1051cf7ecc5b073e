/**
 * Time of a 3×3 search with one worker a core, against the same nine runs one after another in
 * this thread, on CIFAR-10: with one thread, as each worker has, and with all that pay. All train
 * on wasm and measure on the same images; they must find the same. Then the memory that a search
 * takes with the assignment's network on the whole of CIFAR-10, in a process of its own.
 */
import { availableParallelism } from "node:os";
import { selectBackend } from "lib/backend";
import { cifarCnn, gridSearch, train } from "lib/cifar";
import { type Dataset, loadCifar10, subset } from "lib/data";
import { imagesOf } from "../core/images.ts";
import { Peer } from "../core/side.ts";
import { interleave, type Table } from "../core/table.ts";
import type { Bench } from "../index.ts";

const space = {
  learningRate: [0.01, 0.02, 0.05],
  filters: [
    [8, 8, 16],
    [16, 16, 32],
    [24, 24, 32],
  ],
};

export const bench: Bench = async function* (_, { iterations = 600, rounds = 2 }) {
  const { device } = await selectBackend({ backend: "wasm", log: () => {} });
  const { train: training, validation: all } = await loadCifar10();
  const data = { train: training, validation: subset(all, 0, 1000) };
  const budget = { iterations, validateEvery: 50, patience: 10, onProgress() {} };
  let found: string | undefined;
  const sides = Object.entries({
    "one after another, one thread": () => inSequence(data, budget, 1),
    [`one after another, ${device}`]: () => inSequence(data, budget),
    "`gridSearch`, one worker a core, its start included": () => search(data, budget),
  }).map(([name, run]) => ({
    name,
    async measure() {
      const start = performance.now();
      const accuracies = (await run()).toSorted((a, b) => b - a).join();
      const seconds = (performance.now() - start) / 1000;
      found ??= accuracies;
      if (found !== accuracies) throw new Error(`${name} found ${accuracies}, others ${found}`);
      return seconds;
    },
  }));
  const title = `Nine runs of ${iterations} iterations, ${availableParallelism()} cores`;
  const notes = [imagesOf(training)];
  yield await interleave(title, "seconds", sides, { rounds, warmUp: false, notes });
  yield await memory(training);
};

type Data = Parameters<typeof train>[1];
type Budget = { iterations: number; validateEvery: number; patience: number; onProgress(): void };

async function inSequence(data: Data, budget: Budget, threads?: number): Promise<number[]> {
  await selectBackend({ backend: "wasm", threads, log: () => {} });
  const accuracies: number[] = [];
  for (const learningRate of space.learningRate) {
    for (const filters of space.filters) {
      const model = cifarCnn({ filters });
      const { best } = await train(model, data, { ...budget, learningRate });
      accuracies.push(best?.value ?? 0);
      model.dispose();
    }
  }
  return accuracies;
}

async function search(data: Data, budget: Budget): Promise<number[]> {
  const { trials } = await gridSearch(space, { data, ...budget });
  return trials.map((trial) => (trial.status === "finished" ? trial.validationAccuracy : 0));
}

async function memory(training: Dataset): Promise<Table> {
  const workers = 2;
  const peer = new Peer(new URL("memory.ts", import.meta.url), {});
  const { before, peak } = await peer.ask<{ before: number; peak: number }>({ workers });
  await peer.end();
  const row = (name: string, bytes: number) => {
    const [time, ratio] = [bytes / 1e6, bytes / before];
    return { name, times: [time], median: time, ratio };
  };
  return {
    title: `Memory of a search with ${workers} workers`,
    unit: "MB",
    rows: [
      row("the process before it, with the images", before),
      row("at the peak", peak),
      row("a worker", (peak - before) / workers),
    ],
    notes: [imagesOf(training)],
  };
}
