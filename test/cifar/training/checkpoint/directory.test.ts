import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { mkdtemp, readdir, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, historyOf, type TrainOptions, train } from "lib/cifar";
import { mountMemory, tryToMount, unmount } from "../../../memoryDisk.ts";
import { blobs } from "../../blobs.ts";

const data = { train: blobs(60, 1), validation: blobs(20, 2) };
const small = () => cifarCnn({ filters: 2, kernelSize: 3, classes: 2 });

describe("train with a directory of checkpoints", () => {
  let directory: string;
  let lines: string[];
  const options = (others: TrainOptions = {}): TrainOptions => ({
    iterations: 20,
    batchSize: 20,
    validateEvery: 5,
    checkpoint: directory,
    checkpointEvery: 5,
    onProgress: () => {},
    log: (line) => lines.push(line),
    ...others,
  });
  const messageOf = (run: Promise<unknown>) => run.catch((error: Error) => error.message);

  before(() => selectBackend({ threads: 1, log() {} }));
  beforeEach(async () => {
    lines = [];
    directory = await mkdtemp(join(tmpdir(), "checkpoints-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("keeps the last two, goes on in a new model, and ends at once when all is done", async () => {
    const { trainLoss } = await train(small(), data, options({ checkpoint: undefined }));
    await train(small(), data, options({ iterations: 12 }));
    const files = ["iteration-00000010.checkpoint", "iteration-00000012.checkpoint"];
    expect((await readdir(directory)).toSorted()).to.deep.equal(files);
    for (const from of [12, 20]) {
      const history = await train(small(), data, options());
      expect(history.trainLoss).to.deep.equal(trainLoss);
      expect(history.stopped).to.deep.equal({ iteration: 20, reason: "all iterations done" });
      expect(lines.pop()).to.equal(`train: goes on at iteration ${from}, from "${directory}"`);
    }
  });

  it("names regularizers, constraints and image sizes that are another run's", async () => {
    const network = (options: object, size = 24) =>
      tf.sequential({
        layers: [
          tf.layers.conv2d({
            inputShape: [size, size, 3],
            filters: 2,
            kernelSize: 3,
            kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
            ...options,
          }),
          tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
          tf.layers.dense({ units: 2, kernelInitializer: "ones" }),
        ],
      });
    await train(network({}), data, options({ iterations: 5 }));
    const { trainLoss } = await train(network({}), data, options({ iterations: 6 })); // without names
    expect(trainLoss).to.have.length(6);
    const kernelRegularizer = tf.regularizers.l2({ l2: 0.1 });
    for (const [model, what] of [
      [network({ kernelRegularizer }), "regularizers and constraints"],
      [network({ kernelConstraint: "nonNeg" }), "regularizers and constraints"],
      [network({}, 32), "image size"],
    ] as const) {
      expect(await messageOf(train(model, data, options({ iterations: 7 })))).to.match(
        new RegExp(`holds a run whose ${what} is none, this one's is .*; name another`),
      );
    }
  });

  it("writes at an interrupt, wherever that is", async () => {
    const controller = new AbortController();
    const onProgress = ({ iteration }: { iteration: number }) =>
      iteration === 7 && controller.abort();
    await train(small(), data, options({ signal: controller.signal, onProgress }));
    expect(await readdir(directory)).to.include("iteration-00000007.checkpoint");
  });

  for (const [how, damage] of [
    ["cut short", (path: string) => truncate(path, 500)],
    ["with another byte", (path: string) => writeFile(path, "x", { flag: "r+" })],
    ["empty", (path: string) => truncate(path)],
  ] as const) {
    it(`names a checkpoint ${how}, and uses the one before it`, async () => {
      await train(small(), data, options());
      await damage(join(directory, "iteration-00000020.checkpoint"));
      await train(small(), data, options());
      expect(lines[0]).to.match(
        /^train: the checkpoint ".*iteration-00000020\.checkpoint" is dama/,
      );
      expect(lines[1]).to.equal(`train: goes on at iteration 15, from "${directory}"`);
      await train(small(), data, options());
      expect(lines.slice(2)).to.deep.equal([`train: goes on at iteration 20, from "${directory}"`]);
    });
  }

  it("removes what a killed process had not finished writing", async () => {
    for (const owner of ["4711", "e58ed763-928c-4155-bee9-fdbaaadc15f3"]) {
      await writeFile(join(directory, `iteration-00000020.checkpoint.${owner}.part`), "half");
    }
    await train(small(), data, options({ iterations: 5 }));
    expect(await readdir(directory)).to.deep.equal(["iteration-00000005.checkpoint"]);
  });

  it("names what is different when the directory holds another run", async () => {
    await train(small(), data, options({ iterations: 5 }));
    const other = (others: TrainOptions, model = small(), on = data) =>
      messageOf(train(model, on, options(others)));
    expect(await other({ learningRate: 0.1 })).to.equal(
      `train: "${directory}" holds a run whose learningRate is 0.05, this one's is 0.1; ` +
        "name another directory, or delete that one",
    );
    expect(await other({ schedule: "cosine" })).to.include(
      "schedule is constant, this one's is co",
    );
    expect(await other({}, cifarCnn({ seed: 2, filters: 2, kernelSize: 3, classes: 2 }))).to.match(
      /initial weights is \w+, this one's is \w+;/,
    );
    expect(await other({}, cifarCnn({ filters: 3, kernelSize: 3, classes: 2 }))).to.include(
      "network is conv1/kernel [3,3,3,2],",
    );
    expect(await other({}, small(), { ...data, train: blobs(60, 3) })).to.include(
      "training images is",
    );
  });

  it("names a directory that is none", async () => {
    const file = join(directory, "file");
    await writeFile(file, "");
    expect(await messageOf(train(small(), data, options({ checkpoint: file })))).to.match(
      /^train: checkpoint is ".*file", which cannot be opened \(EEXIST.*\); name a directory/,
    );
  });

  it("says what to do when the disk is full, and loses nothing", async function () {
    if (!(await tryToMount())) {
      console.warn("    skipped: a small disk can be mounted on Linux alone, by root");
      this.skip();
    }
    const { trainLoss } = await train(small(), data, options({ checkpoint: undefined }));
    mountMemory(directory, "100k");
    try {
      const filler = join(directory, "filler");
      const model = small();
      const onProgress = ({ iteration }: { iteration: number }) => {
        if (iteration === 8) {
          expect(() => writeFileSync(filler, Buffer.alloc(1e6))).to.throw("ENOSPC");
        }
      };
      expect(await messageOf(train(model, data, options({ onProgress })))).to.equal(
        `train: the checkpoint of iteration 10 could not be written to "${directory}" (ENOSPC: no ` +
          "space left on device, write). Model and history are kept: make room or name another " +
          "directory, and train with resume: historyOf(model)",
      );
      await rm(filler);
      expect(await readdir(directory)).to.deep.equal(["iteration-00000005.checkpoint"]);
      const resume = historyOf(model);
      expect(resume.stopped?.reason).to.include("could not be written");
      const { trainLoss: losses } = await train(model, data, options({ resume }));
      expect(losses).to.deep.equal(trainLoss);
      expect(await readdir(directory)).to.include("iteration-00000020.checkpoint");
    } finally {
      unmount(directory);
    }
  });

  describe("that is in use", () => {
    const lock = () => join(directory, "running.json");
    const hold = (holder: object) => writeFile(lock(), JSON.stringify(holder));
    const start = (own: TrainOptions = {}) => messageOf(train(small(), data, options(own)));
    const longAgo = new Date(Date.now() - 120_000);

    it("tells the second of two runs at once, and lets the first go on", async () => {
      const ends = await Promise.all([start(), start()]); // either may be the first
      const told = ends.find((end) => typeof end === "string");
      expect(told).to.equal(
        `train: another run (process ${process.pid} on ${hostname()}) uses the checkpoints in ` +
          `"${directory}"; wait for its end or name another directory. If there is none, ` +
          `delete "${lock()}"`,
      );
      const history = ends.find((end) => typeof end !== "string");
      expect(history).to.have.property("stopped").that.includes({ iteration: 20 });
      expect(await readdir(directory)).to.have.length(2);
    });

    it("is free after a run that failed, and after the death of a process", async () => {
      expect(await start({ learningRate: Number.NaN })).to.include("learningRate");
      const dead = spawnSync(process.execPath, ["-e", ""]).pid;
      await hold({ host: hostname(), pid: dead });
      expect(await start()).to.have.property("stopped");
    });

    it("is free when the process was that of an earlier start of the machine", async () => {
      await hold({ host: hostname(), pid: process.pid });
      await utimes(lock(), new Date(0), new Date(0));
      expect(await start()).to.have.property("stopped");
    });

    it("is free a minute after the last sign of life from another machine", async () => {
      await hold({ host: "elsewhere", pid: 1 });
      expect(await start()).to.include("another run (process 1 on elsewhere)");
      await utimes(lock(), longAgo, longAgo);
      expect(await start()).to.have.property("stopped");
    });

    it("is free when the lock was cut off while it was written", async () => {
      await writeFile(lock(), '{"ho');
      await utimes(lock(), longAgo, longAgo);
      expect(await start()).to.have.property("stopped");
    });
  });

  it("keeps nothing of the step that made a run diverge", async () => {
    const schedule = (done: number) => (done < 0.6 ? 1 : 1e39);
    const { stopped } = await train(small(), data, options({ schedule }));
    expect(stopped?.reason).to.match(/^diverged/);
    const files = ["iteration-00000005.checkpoint", "iteration-00000010.checkpoint"];
    expect((await readdir(directory)).toSorted()).to.deep.equal(files);
  });

  it("stays that of a new model, also where a trained one went on", async () => {
    const model = small();
    for (const iterations of [5, 10]) await train(model, data, options({ iterations }));
    const { trainLoss } = await train(small(), data, options({ iterations: 12 }));
    expect(trainLoss).to.have.length(12);
  });

  it("keeps a history to resume from its beginning", async () => {
    const model = small();
    await train(model, data, options({ checkpoint: undefined, iterations: 7 }));
    const files: string[] = [];
    const onProgress = () =>
      files.push(...readdirSync(directory).filter((name) => name.includes("checkpoint")));
    await train(model, data, options({ iterations: 9, resume: historyOf(model), onProgress }));
    expect(new Set(files)).to.deep.equal(new Set(["iteration-00000007.checkpoint"]));
  });

  it("names a history to resume that the directory is ahead of", async () => {
    const model = small();
    await train(model, data, options({ checkpoint: undefined, iterations: 5 }));
    await train(small(), data, options({ iterations: 10 }));
    const resume = historyOf(model);
    expect(await messageOf(train(model, data, options({ resume })))).to.equal(
      `train: resume ends at iteration 5, but "${directory}" is at 10 already; ` +
        "leave out resume, or name another directory",
    );
  });

  it("names a number of iterations between checkpoints that is none", async () => {
    expect(await messageOf(train(small(), data, options({ checkpointEvery: 0.5 })))).to.equal(
      "train: checkpointEvery is 0.5, it takes a whole number from 1",
    );
  });
});
