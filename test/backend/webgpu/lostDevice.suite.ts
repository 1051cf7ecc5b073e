import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, type TrainOptions, train } from "lib/cifar";
import { seededRandom } from "lib/data";
import { blobs } from "../../cifar/blobs.ts";

/** Losses in one run; `LOSSES=6 npx mocha …` for a long test. */
const LOSSES = Number(process.env.LOSSES ?? 1);
const SEED = Number(process.env.SEED ?? Date.now() % 1e6);
/** Of losses and weights: float32 differences grow as training goes on. */
const BOUND = 1e-4;

const data = { train: blobs(64, 1), validation: blobs(8, 2) };
const network = () => cifarCnn({ filters: 2, kernelSize: 3, classes: 2 });

/** As a driver does that crashes, as far as the program can see. */
function loseDevice(): void {
  (tf.backend() as tf.KernelBackend & { device: { destroy(): void } }).device.destroy();
}

// Run by deviceLoss.test.ts, in a process that has a software adapter where there is no GPU.
describe(`a run that loses its GPU (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  let directory: string;
  let lines: string[];
  const options = (others: TrainOptions = {}): TrainOptions => ({
    ...{ iterations: 14, batchSize: 2, learningRate: 0.01, optimizer: "momentum", seed: 3 },
    ...{ validateEvery: 6, patience: 9, checkpoint: directory, checkpointEvery: 4 },
    onProgress() {},
    log: (line) => lines.push(line),
    ...others,
  });
  /** Loses the device once at each of these iterations. */
  const losing = (at: number[]) => ({
    onProgress({ iteration }: { iteration: number }) {
      if (iteration !== at[0]) return;
      at.shift();
      loseDevice();
    },
  });

  beforeEach(async () => {
    lines = [];
    directory = await mkdtemp(join(tmpdir(), "lost-"));
    await selectBackend({ backend: "webgpu", log() {} });
  });
  afterEach(() => rm(directory, { recursive: true }));

  let whole: { losses: number[]; accuracy: unknown; weights: number[][] };
  const resultOf = async (others: TrainOptions) => {
    const model = network();
    const { trainLoss, validationAccuracy } = await train(model, data, options(others));
    expect(trainLoss.map(({ iteration }) => iteration)).to.deep.equal(
      trainLoss.map((_, i) => i + 1),
    );
    const weights = await Promise.all(model.getWeights().map((weight) => weight.data()));
    return {
      losses: trainLoss.map(({ value }) => value),
      accuracy: validationAccuracy,
      weights: weights.map((values) => [...values]),
    };
  };
  const expectWhole = ({ losses, accuracy, weights }: typeof whole) => {
    expect(losses).to.have.length(14);
    for (const [i, loss] of losses.entries()) expect(loss).to.be.closeTo(whole.losses[i], BOUND);
    expect(accuracy).to.deep.equal(whole.accuracy);
    for (const [i, values] of weights.entries()) {
      for (const [j, value] of values.entries()) {
        expect(value).to.be.closeTo(whole.weights[i][j], BOUND);
      }
    }
  };

  const messageOf = (options: TrainOptions) =>
    train(network(), data, options).then(
      () => "nothing",
      ({ message }: Error) => message,
    );

  it("is what the runs below are compared with", async () => {
    whole = await resultOf({ checkpoint: undefined });
    expect(whole.losses.at(-1)).to.be.below(whole.losses[0]);
  });

  it("goes on from its latest checkpoint, if there is one, to the same end", async () => {
    const at = Array.from({ length: LOSSES }, () => 1 + Math.floor(13 * random()));
    const steps = [...new Set(at)].sort((a, b) => a - b);
    console.log(`      lost after ${steps}`);
    expectWhole(await resultOf({ ...losing([...steps]), fetchEvery: 1 }));
    const expected = steps.flatMap((step) => {
      const latest = step - (step % 4 || 4);
      const goesOn = `train: goes on at iteration ${latest}, from "${directory}"`;
      return [`TensorFlow.js ${tf.version_core} on webgpu`, ...(latest > 0 ? [goesOn] : [])];
    });
    expect(lines.map((line) => line.split(" (")[0])).to.deep.equal(expected);
  });

  const long = LOSSES > 1 ? it : () => {};
  long("stops where it does not come further, and says how to go on", async () => {
    const onProgress = ({ iteration }: { iteration: number }) => iteration === 7 && loseDevice();
    expect(await messageOf(options({ onProgress }))).to.match(
      /^train: after iteration 6 the GPU was lost .*, as before; the checkpoints are kept: call sel/,
    );
  });

  it("stops without checkpoints, and says what to do", async () => {
    expect(await messageOf(options({ checkpoint: undefined, ...losing([7]) }))).to.match(
      /^train: after iteration 6 the GPU was lost \(.*\), and with it all tensors; call .*`checkpoi/,
    );
  });

  it("goes on on the next backend that works where there is no new device", async () => {
    process.env.VK_ICD_FILENAMES = "/nowhere";
    expectWhole(await resultOf(losing([11])));
    expect(tf.getBackend()).to.be.oneOf(["tensorflow", "wasm"]);
    expect(lines[0]).to.match(/ on (tfjs-node|wasm) .*; webgpu: there is no adapter/);
    expect(lines[1]).to.equal(`train: goes on at iteration 8, from "${directory}"`);
  });
});
