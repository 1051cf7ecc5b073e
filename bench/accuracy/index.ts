/**
 * Time to 60 % and to 70 % test accuracy with the 70 % network and its training: on the backend that
 * `selectBackend` takes, on wasm, and in PyTorch with the same network, batches, crops and schedule.
 * All use all cores and measure on all test images every 150 steps, which counts; from one
 * measurement to the next they take turns, for which tfjs-node makes its graph anew, which counts too.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type BackendName, selectBackend } from "lib/backend";
import { CROP, cifarCnn, coursePreset, type History, SCHEDULES, train } from "lib/cifar";
import { type Dataset, loadCifar10 } from "lib/data";
import { imagesOf } from "../core/images.ts";
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

/** A run: trains to its next measurement; undefined when it is over. */
type Run = AsyncIterator<Point, undefined>;

const { batchSize, learningRate = 0, momentum, weightDecay, validateEvery } = coursePreset;

export const bench: Bench = async function* (python, options) {
  const { iterations = coursePreset.iterations ?? 0 } = options;
  const { train: training, test } = await loadCifar10();
  const best = await selectBackend({ log: () => {} });
  const wasm = await selectBackend({ backend: "wasm", log: () => {} });
  const runs = new Map<string, Run>();
  for (const { name, device } of [best, wasm]) {
    runs.set(`ours on ${name}, ${device}`, ours(name, training, test, iterations));
  }
  if (python) runs.set("PyTorch, channels last", theirs(python, training, test, iterations));
  const points = new Map([...runs.keys()].map((name): [string, Point[]] => [name, []]));
  while (runs.size > 0) {
    for (const [name, run] of runs) {
      const { value, done } = await run.next();
      if (done) runs.delete(name);
      else points.get(name)?.push(value);
    }
  }
  for (const goal of [0.6, 0.7]) yield table(goal, iterations, points, imagesOf(training));
};

async function* ours(
  backend: BackendName,
  training: Dataset,
  test: Dataset,
  iterations: number,
): Run {
  const model = cifarCnn({ preset: "course" });
  const data = { train: training, validation: test };
  for (let resume: History | undefined; resume?.stopped?.reason !== DONE; ) {
    const controller = new AbortController();
    const measured = resume?.validationAccuracy.length ?? 0;
    await selectBackend({ backend, log: () => {} });
    resume = await train(model, data, {
      ...coursePreset,
      iterations,
      resume,
      signal: controller.signal,
      onProgress({ validationAccuracy }) {
        if (validationAccuracy.length > measured) controller.abort();
      },
    });
    const last = resume.validationAccuracy.at(-1);
    if (last && resume.validationAccuracy.length > measured) {
      yield { iteration: last.iteration, accuracy: last.value, seconds: resume.seconds };
    }
  }
}

const DONE = "all iterations done";

async function* theirs(python: string, training: Dataset, test: Dataset, iterations: number): Run {
  const folder = await mkdtemp(join(tmpdir(), "bench-accuracy-"));
  const write = async (name: string, { images, labels }: Dataset) => {
    await writeFile(join(folder, `${name}-images`), images.slice());
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
    const start = { folder, shape: training.shape, crop: CROP, layers, ...hyperparameters };
    for (let request: object = { start }; ; request = {}) {
      const { point } = await peer.ask<{ point: Point | null }>(request);
      if (!point) return;
      yield point;
    }
  } finally {
    await peer.end();
    await rm(folder, { recursive: true });
  }
}

function table(
  goal: number,
  iterations: number,
  runs: ReadonlyMap<string, Point[]>,
  images: string,
): Table {
  const seconds = [...runs.values()].map(
    (points) => points.find(({ accuracy }) => accuracy >= goal)?.seconds ?? Number.NaN,
  );
  const ends = [...runs].map(([name, points]) => {
    const end = points.at(-1);
    const [accuracy, time] = [100 * (end?.accuracy ?? Number.NaN), end?.seconds ?? Number.NaN];
    return `${name} ends with ${accuracy.toFixed(1)} % after ${end?.iteration} steps and ${time.toFixed(0)} s.`;
  });
  return {
    title: `Training the 70 % network to ${100 * goal} % test accuracy`,
    unit: "seconds",
    rows: [...runs.keys()].map((name, i) => ({
      name,
      times: [seconds[i]],
      median: seconds[i],
      ratio: seconds[i] / seconds[0],
    })),
    notes: [`One run each of ${iterations} iterations, in turn. ${images}`, ...ends],
  };
}
