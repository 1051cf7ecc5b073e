import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, type TrainOptions, train } from "lib/cifar";
import { watchDevice } from "../../../lib/backend/webgpu/deviceLoss.ts";
import { blobs } from "../blobs.ts";

const data = { train: blobs(40, 1), validation: blobs(20, 2) };
const network = () => cifarCnn({ filters: 2, kernelSize: 3, classes: 2 });

/** Has the program hear that WebGPU's device was lost, whatever computes. */
function loseDevice(): void {
  if (!tf.findBackendFactory("webgpu")) tf.registerBackend("webgpu", () => tf.backend(), 0);
  watchDevice({ lost: Promise.resolve({ reason: "unknown", message: "driver reset" }) });
}

describe("a training that hears that its device was lost", () => {
  const { error } = console;
  let directory: string;
  let lines: string[];
  before(async () => {
    await selectBackend({ backend: "wasm", threads: 1, log() {} });
  });
  beforeEach(async () => {
    console.error = () => {};
    lines = [];
    directory = await mkdtemp(join(tmpdir(), "lost-"));
  });
  afterEach(async () => {
    console.error = error;
    watchDevice({ lost: new Promise(() => {}) });
    if (tf.findBackendFactory("webgpu")) tf.removeBackend("webgpu");
    await selectBackend({ backend: "wasm", threads: 1, log() {} });
    await rm(directory, { recursive: true });
  });

  const run = (others: TrainOptions) =>
    train(network(), data, {
      ...{ iterations: 10, batchSize: 10, learningRate: 0.01, validateEvery: 3 },
      ...{ checkpoint: directory, checkpointEvery: 4, log: (line) => lines.push(line) },
      onProgress() {},
      ...others,
    });
  const messageOf = (others: TrainOptions) => run(others).then(String, ({ message }) => message);

  it("goes on from its latest checkpoint, with the first backend that works, to the same end", async () => {
    const whole = await run({ checkpoint: undefined });
    let losses = 1;
    const history = await run({
      onProgress: ({ iteration }) => iteration === 6 && losses-- > 0 && loseDevice(),
    });
    expect(lines).to.have.length(2);
    expect(lines[0]).to.match(/^TensorFlow\.js [\d.]+ on (webgpu|tfjs-node|wasm) \(/);
    expect(lines[1]).to.equal(`train: goes on at iteration 4, from "${directory}"`);
    expect(history.trainLoss).to.have.length(10);
    for (const [i, { value }] of history.trainLoss.entries()) {
      expect(value).to.be.closeTo(whole.trainLoss[i].value, 1e-4);
    }
    expect(history.validationAccuracy).to.deep.equal(whole.validationAccuracy);
    expect(history.stopped?.reason).to.equal("all iterations done");
  });

  it("begins again with the weights of its beginning where there is no checkpoint yet", async () => {
    const whole = await run({ checkpoint: undefined });
    let losses = 1;
    const history = await run({
      checkpointEvery: 100,
      onProgress: ({ iteration }) => iteration === 2 && losses-- > 0 && loseDevice(),
    });
    for (const [i, { value }] of history.trainLoss.entries()) {
      expect(value).to.be.closeTo(whole.trainLoss[i].value, 1e-4);
    }
  });

  it("ends without checkpoints, and says what to do", async () => {
    const message = await messageOf({
      checkpoint: undefined,
      onProgress: ({ iteration }) => iteration === 6 && loseDevice(),
    });
    expect(message).to.match(
      /^train: after iteration \d the GPU was lost \(driver reset\), and with it all tensors; call selectBackend\(\) .*`checkpoint`/,
    );
  });

  it("ends where it comes no further, and says how to go on", async () => {
    const onProgress = ({ iteration }: { iteration: number }) => iteration === 6 && loseDevice();
    expect(await messageOf({ onProgress })).to.match(
      /^train: after iteration \d the GPU was lost .*, as before; the checkpoints are kept: call selectBackend/,
    );
  });

  it("leaves other errors as they are", async () => {
    const onProgress = () => {
      throw new RangeError("of the caller");
    };
    expect(await messageOf({ onProgress })).to.equal("of the caller");
    expect(lines).to.deep.equal([]);
  });
});
