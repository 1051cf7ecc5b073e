/**
 * Time to 60 % and to 70 % test accuracy with the 70 % network and its training: the same network,
 * batches, crops and schedule in PyTorch, one run each, one after the other, on all cores. Both
 * measure on all test images every 150 steps, which counts. Takes about ten minutes.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "lib/backend";
import { CROP, cifarCnn, coursePreset, SCHEDULES, train } from "lib/cifar";
import { type Dataset, loadCifar10 } from "lib/data";
import { Peer, threads } from "../core/side.ts";
import type { Table } from "../core/table.ts";
import type { Bench } from "../index.ts";
import { layersOf } from "../training/networks.ts";

/** A measurement on the test images. */
interface Point {
  iteration: number;
  seconds: number;
  accuracy: number;
}

const {
  iterations = 0,
  batchSize,
  learningRate = 0,
  momentum,
  weightDecay,
  validateEvery,
} = coursePreset;

export const bench: Bench = async function* (python) {
  const { device } = await selectBackend({ log: () => {} });
  const { train: training, test } = await loadCifar10();
  const runs = new Map([[`ours on ${tf.getBackend()}, ${device}`, await ours(training, test)]]);
  if (python) runs.set("PyTorch, channels last", await theirs(python, training, test));
  const names = [...runs.keys()];
  for (const goal of [0.6, 0.7]) yield table(goal, names, [...runs.values()]);
};

async function ours(training: Dataset, test: Dataset): Promise<Point[]> {
  const points: Point[] = [];
  const start = performance.now();
  await train(
    cifarCnn({ preset: "course" }),
    { train: training, validation: test },
    {
      ...coursePreset,
      onProgress: ({ validationAccuracy }) => {
        const last = validationAccuracy.at(-1);
        if (last && last.iteration !== points.at(-1)?.iteration)
          points.push({
            iteration: last.iteration,
            accuracy: last.value,
            seconds: (performance.now() - start) / 1000,
          });
      },
    },
  );
  return points;
}

async function theirs(python: string, training: Dataset, test: Dataset): Promise<Point[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-accuracy-"));
  const write = async (name: string, { images, labels }: Dataset) => {
    await writeFile(join(folder, `${name}-images`), images);
    await writeFile(join(folder, `${name}-labels`), Uint8Array.from(labels));
  };
  const env = threads(availableParallelism());
  const peer = new Peer(new URL("pytorch.py", import.meta.url), { python, env });
  try {
    await write("train", training);
    await write("test", test);
    const rates = Array.from(
      { length: iterations },
      (_, i) => learningRate * SCHEDULES.oneCycle(i / iterations),
    );
    const layers = layersOf(cifarCnn({ preset: "course" }));
    const hyperparameters = { batchSize, momentum, weightDecay, validateEvery, rates };
    const request = { folder, shape: training.shape, crop: CROP, layers, ...hyperparameters };
    return (await peer.ask<{ points: Point[] }>(request)).points;
  } finally {
    await peer.end();
    await rm(folder, { recursive: true });
  }
}

function table(goal: number, names: string[], runs: Point[][]): Table {
  const seconds = runs.map((run) => run.find(({ accuracy }) => accuracy >= goal)?.seconds ?? NaN);
  const ends = runs.map((run, i) => {
    const end = run.at(-1);
    return `${names[i]} ends with ${(100 * (end?.accuracy ?? NaN)).toFixed(1)} % after ${end?.iteration} steps and ${end?.seconds.toFixed(0)} s.`;
  });
  return {
    title: `Training the 70 % network to ${100 * goal} % test accuracy`,
    unit: "seconds",
    rows: names.map((name, i) => ({
      name,
      times: [seconds[i]],
      median: seconds[i],
      ratio: seconds[i] / seconds[0],
    })),
    notes: ["One run each, one after the other.", ...ends],
  };
}
