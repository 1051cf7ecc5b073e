import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, type History, historyOf, type TrainOptions, train } from "lib/cifar";
import { blobs } from "../blobs.ts";

const data = { train: blobs(8, 1), validation: blobs(4, 2) };
const small = () => cifarCnn({ filters: 1, layers: 1, kernelSize: 1, size: 2, classes: 2 });
const quiet: TrainOptions = { iterations: 3, batchSize: 2, validateEvery: 1e6, log() {} };

/** A history of so many losses, of a run whose state is not kept. */
const historyOfLength = (length: number, seconds = 0): History => ({
  trainLoss: Array.from({ length }, (_, i) => ({ iteration: i + 1, value: 1 })),
  validationAccuracy: [],
  seconds,
});

describe("a run of few steps", () => {
  let directory: string;

  before(() => selectBackend({ threads: 1, log() {} }));
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "run-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  /** The iterations whose checkpoints are there after each step. */
  async function checkpointsOf(options: TrainOptions): Promise<number[][]> {
    const kept: number[][] = [];
    const onProgress: TrainOptions["onProgress"] = ({ stopped }) => {
      const files = readdirSync(directory).filter((name) => name.endsWith(".checkpoint"));
      if (!stopped) kept.push(files.toSorted().map((name) => Number(/\d+/.exec(name))));
    };
    await train(small(), data, { ...quiet, checkpoint: directory, onProgress, ...options });
    return kept;
  }

  it("writes a checkpoint where it begins and every 100 iterations unless told otherwise", async () => {
    const options = { iterations: 102, resume: historyOfLength(98) };
    expect(await checkpointsOf(options)).to.deep.equal([[98], [98], [98, 100], [98, 100]]);
  });

  it("writes one after each step where told so, of a new run the first after step 1", async () => {
    const kept = await checkpointsOf({ checkpointEvery: 1 });
    expect(kept).to.deep.equal([[], [1], [1, 2]]);
    expect(readdirSync(directory).filter((name) => name.includes("00003"))).to.have.length(1);
  });

  it("writes all losses so far, also where they are fetched later", async () => {
    const kept = await checkpointsOf({ iterations: 4, checkpointEvery: 2, fetchEvery: 100 });
    expect(kept).to.deep.equal([[], [], [2], [2]]);
  });

  it("knows each loss at once where no GPU computes", async () => {
    const known: number[] = [];
    await train(small(), data, {
      ...quiet,
      onProgress({ trainLoss, loss }) {
        known.push(trainLoss.length);
        expect(loss).to.equal(trainLoss[trainLoss.length - 1].value);
      },
    });
    expect(known).to.deep.equal([1, 2, 3, 3]);
  });

  it("has all its losses where it is interrupted before they are fetched, and keeps no tensor", async () => {
    const model = small();
    const run = async () => {
      const controller = new AbortController();
      const onProgress: TrainOptions["onProgress"] = ({ iteration }) => {
        if (iteration === 2) controller.abort();
      };
      const { signal } = controller;
      const options = { ...quiet, momentum: 0.9, fetchEvery: 100, onProgress, signal };
      return (await train(model, data, options)).trainLoss.length;
    };
    expect(await run()).to.equal(2);
    const { numTensors } = tf.memory();
    expect(await run()).to.equal(2);
    expect(tf.memory().numTensors).to.equal(numTensors);
  });

  it("writes no checkpoint of a loss that is no number", async () => {
    await checkpointsOf({ iterations: 9, learningRate: 1e38 });
    expect(readdirSync(directory)).to.deep.equal([]);
  });

  it("measures no iteration again that the run it goes on from has measured", async () => {
    const resume = historyOfLength(3);
    for (const iteration of [1, 2, 3]) resume.validationAccuracy.push({ iteration, value: 0.5 });
    const options = { ...quiet, iterations: 4, validateEvery: 1, resume, onProgress() {} };
    const { validationAccuracy } = await train(small(), data, options);
    expect(validationAccuracy.map(({ iteration }) => iteration)).to.deep.equal([1, 2, 3, 4]);
  });

  it("throws what the caller's code throws, and keeps it as the reason of the end", async () => {
    const model = small();
    const onProgress: TrainOptions["onProgress"] = ({ stopped }) => {
      if (!stopped) throw new Error("of the caller");
    };
    const error = await train(model, data, { ...quiet, onProgress }).catch((error) => error);
    expect(error).to.be.an("error").with.property("message", "of the caller");
    expect(historyOf(model).stopped).to.deep.equal({
      iteration: 1,
      reason: "Error: of the caller",
    });
  });

  it("tells figures also where it is interrupted before its first step", async () => {
    const told: object[] = [];
    const onProgress: TrainOptions["onProgress"] = (progress) => {
      const { iteration, iterations, loss, stopped, ...rest } = progress;
      told.push({ iteration, iterations, loss, stopped });
      expect(rest.imagesPerSecond).to.be.above(0);
      expect(rest.secondsLeft).to.be.within(0, 600);
      expect(rest.secondsAtMost).to.equal(rest.secondsLeft);
    };
    const signal = AbortSignal.abort();
    const { trainLoss } = await train(small(), data, { ...quiet, onProgress, signal });
    expect(trainLoss).to.deep.equal([]);
    expect(told).to.deep.equal([
      { iteration: 0, iterations: 3, loss: undefined, stopped: "interrupted" },
    ]);
  });

  it("tells the pace of its steps, and how long the rest takes, at most and with its patience", async () => {
    const { now } = performance;
    let clock = 0;
    performance.now = () => clock;
    const told: number[][] = [];
    const schedule = () => {
      clock += 1000;
      return 1;
    };
    const resume = { ...historyOfLength(1, 3) };
    try {
      for (const options of [{}, { resume }]) {
        await train(small(), data, {
          ...{ ...quiet, ...options, schedule, patience: 1, validateEvery: 2, iterations: 3 },
          onProgress: ({ iteration, imagesPerSecond, secondsLeft, secondsAtMost, stopped }) => {
            if (!stopped) told.push([iteration, imagesPerSecond, secondsLeft, secondsAtMost ?? 0]);
          },
        });
      }
    } finally {
      performance.now = now;
    }
    expect(told).to.deep.equal([
      [1, 2, 1, 2], // a second a step of 2 images
      [2, 2, 0, 1],
      [3, 2, 0, 0],
      [2, 1, 0, 2], // 4 seconds for 2 steps
      [3, 6 / 5, 0, 0],
    ]);
  });

  it("adds its seconds to those of the run that it goes on from", async () => {
    const before = 1e6;
    const resume = historyOfLength(1, before);
    const { seconds } = await train(small(), data, { ...quiet, resume, onProgress() {} });
    expect(seconds).to.be.within(before, before + 60);
  });

  it("measures at the first iteration where told so, and keeps the first of equal bests", async () => {
    const options = { ...quiet, validateEvery: 1, onProgress() {}, learningRate: 1e-9 };
    const { validationAccuracy, best } = await train(small(), data, options);
    expect(validationAccuracy.map(({ iteration }) => iteration)).to.deep.equal([1, 2, 3]);
    expect(new Set(validationAccuracy.map(({ value }) => value))).to.have.property("size", 1);
    expect(best).to.equal(validationAccuracy[0]);
  });
});
