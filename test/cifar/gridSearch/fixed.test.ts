import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import {
  cifarCnn,
  type EngineTask,
  gridSearch,
  type SearchProgress,
  type SearchResult,
  type SearchSpace,
} from "lib/cifar";
import type { Entry } from "../../../lib/cifar/gridSearch/trial.ts";
import { blobs } from "../blobs.ts";
import { finished, scripted, tiny } from "./tiny.ts";

/** What an engine is given: every option of a search, without a trial that runs. */
async function given(space: SearchSpace, fixed: object): Promise<[readonly Entry[], EngineTask]> {
  let received: [readonly Entry[], EngineTask] | undefined;
  await gridSearch(space, {
    data: { train: blobs(60, 1), validation: blobs(20, 2) },
    onProgress: () => {},
    ...fixed,
    workers: {
      async run(...all) {
        received = all;
      },
    },
  });
  if (!received) throw new Error("the engine was given nothing");
  return received;
}

describe("the trials of a grid search", () => {
  it("have every hyperparameter that is fixed, and theirs of the space", async () => {
    const fixed = {
      ...{ layers: 2, filters: 4, kernelSize: 3, batchNorm: true, size: 20 },
      ...{ iterations: 40, batchSize: 10, learningRate: 0.02, schedule: "cosine" },
      ...{ optimizer: "nesterov", momentum: 0.8, weightDecay: 0.01, augment: true },
      ...{ validateEvery: 5, patience: 3, minDelta: 0.125 },
    };
    const [trials] = await given({ seed: [3, 4] }, fixed);
    expect(trials.map(({ settings }) => settings)).deep.equal([
      { ...fixed, seed: 3 },
      { ...fixed, seed: 4 },
    ]);
    const short = { preset: "course", seed: 5, iterations: 50 };
    const [[trial]] = await given({ learningRate: [0.1] }, short);
    expect(trial.settings).deep.equal({ ...short, learningRate: 0.1, patience: 10 });
  });

  it("run on the backend that is wanted, wasm unless said, and end with the signal", async () => {
    const stop = new AbortController();
    const [, { backend, signal, data }] = await given({ seed: [1] }, { iterations: 50 });
    expect([backend, signal.aborted]).deep.equal(["wasm", false]);
    expect([data.train.labels.length, data.validation.labels.length]).deep.equal([60, 20]);
    stop.abort();
    const task = await given({ seed: [1] }, { backend: "tfjs-node", signal: stop.signal });
    expect([task[1].backend, task[1].signal.aborted]).deep.equal(["tfjs-node", true]);
  });
});

describe("a grid search by an engine of one's own", () => {
  const notesOf = (result: SearchResult): string[] =>
    Reflect.get(result, Symbol.for("Jupyter.display"))
      .call(result)
      ["text/plain"].split("\n")
      .filter((line: string) => line.endsWith("."));

  it("shows what it is told, and the time left since the first trial began", async () => {
    const reports: SearchProgress[] = [];
    const { now } = performance;
    let clock = 5000;
    performance.now = () => clock;
    try {
      await gridSearch(
        { seed: [1, 2] },
        {
          ...tiny,
          onProgress: (progress) => void reports.push(progress),
          workers: {
            async run([first], { onState, onUpdate, onEnd }) {
              onState({ workers: [{ name: "a", host: "lab1" }], notice: "wait" });
              clock = 7000;
              onUpdate(first, { iteration: 25, iterations: 100, worker: "a" });
              clock = 17_000;
              onUpdate(first, { iteration: 50, iterations: 100, worker: "a", seconds: 10 });
              await onEnd(first, finished(0.5, Array(100).fill(1)));
            },
          },
        },
      );
    } finally {
      performance.now = now;
    }
    const told = reports.map(({ ended, running, secondsLeft, notice, stopped }) => [
      ...[ended, running.map(({ iteration }) => iteration)],
      ...[secondsLeft && Number(secondsLeft.toFixed(9)), notice, stopped],
    ]);
    expect(told).deep.equal([
      [0, [], undefined, "wait", undefined],
      [0, [25], undefined, "wait", undefined],
      [0, [50], 30, "wait", undefined],
      [1, [], 20, "wait", undefined],
      [1, [], 20, "wait", "interrupted"],
    ]);
    const speeds = reports.map(({ workers }) => workers.map(({ speed }) => speed));
    expect(speeds).deep.equal([[0], [0], [5], [0], [0]]);
    expect(reports[2].workers).deep.equal([{ host: "lab1", running: 1, ended: 0, speed: 5 }]);
  });

  it("gives it the longest trials first, and none that is stored", async () => {
    const directory = await mkdtemp(join(tmpdir(), "engine-"));
    try {
      const given: unknown[][] = [];
      const search = () =>
        gridSearch(
          { iterations: [3, 9, 6], batchSize: [20, 10] },
          {
            ...{ ...tiny, iterations: undefined, batchSize: undefined, directory },
            workers: {
              async run(trials, { onEnd }) {
                given.push(trials.map(({ settings: s }) => `${s.iterations} of ${s.batchSize}`));
                for (const trial of trials.slice(0, 4)) {
                  expect(await onEnd(trial, finished(0.5))).equal(true);
                }
              },
            },
          },
        );
      expect(notesOf(await search())).deep.equal([
        "Interrupted: 2 of 6 trials are missing; the same call goes on from here.",
      ]);
      expect(notesOf(await search())).deep.equal([]);
      expect(given).deep.equal([
        ["9 of 20", "9 of 10", "6 of 20", "6 of 10", "3 of 20", "3 of 10"],
        ["3 of 20", "3 of 10"],
      ]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it("notes below the table what it says, what is missing, unseen or not stored", async () => {
    const directory = await mkdtemp(join(tmpdir(), "engine-"));
    const stored: boolean[] = [];
    const result = await gridSearch(
      { size: [32, 20, 22] },
      {
        ...{ ...tiny, directory },
        workers: {
          async run([first, second], { note, onEnd }) {
            note("The second worker was slow.");
            stored.push(await onEnd(first, finished(0.5)));
            rmSync(directory, { recursive: true });
            stored.push(await onEnd(second, finished(0.4)));
          },
        },
      },
    );
    expect(stored).deep.equal([true, false]);
    const [slow, missing, unseen, full, ...others] = notesOf(result);
    expect([slow, missing, unseen, others]).deep.equal([
      "The second worker was slow.",
      "Interrupted: 1 of 3 trials are missing; the same call goes on from here.",
      "In 2 of 3 trials the network sees the middle 20×20 pixels of images of 32×32; " +
        "cifarCnn({ size: [32,32] }), or inputShape [32,32,3], sees all.",
      [],
    ]);
    expect(full).match(/^Not all trials could be stored: ENOENT.*\.$/);
    const none = await gridSearch({ seed: [1] }, { ...tiny, workers: scripted(() => undefined) });
    expect(notesOf(none)).deep.equal(["Interrupted: 1 of 1 trials are missing."]);
    const one = await gridSearch(
      { size: [20] },
      { ...tiny, workers: scripted(() => finished(0.5)) },
    );
    expect(notesOf(one)).length(1);
  });

  it("makes the winner's network for the classes and channels of the data", async () => {
    const grey = (count: number) => ({
      ...blobs(count, 1, [24, 8]),
      ...{ shape: [24, 24, 1] as const, classes: ["a", "b", "c"] },
    });
    const weights = cifarCnn({ filters: 2, channels: 1, classes: 3 })
      .getWeights()
      .map((weight) => Float32Array.from(weight.dataSync()));
    const result = await gridSearch(
      { seed: [1, 2] },
      {
        ...{ ...tiny, data: { train: grey(60), validation: grey(20) } },
        workers: scripted(({ seed }) => ({ ...finished(0.1 * (seed ?? 0)), weights })),
      },
    );
    const model = result.winnerModel();
    expect(model.inputs[0].shape).deep.equal([null, 24, 24, 1]);
    expect(model.outputs[0].shape).deep.equal([null, 3]);
    expect(model.getWeights().map((weight) => weight.dataSync())).deep.equal(weights);
    model.dispose();
  });
});
