import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { cifarCnn, train } from "lib/cifar";
import { runTrial } from "../../../lib/dist/cifar/gridSearch/runTrial.js";
import type { TrialUpdate } from "../../../lib/dist/cifar/gridSearch/trial.js";
import { blobs } from "../blobs.ts";

/** Images of one channel. */
const grey = (count: number, seed: number) => ({
  ...blobs(count, seed),
  shape: [32, 96, 1] as const,
});
const data = { train: grey(12, 1), validation: grey(6, 2) };
const small = { filters: 1, layers: 1, kernelSize: 1, size: 2, batchSize: 4 };

describe("a trial", () => {
  const run = async (own: object) => {
    const updates: TrialUpdate[] = [];
    const trial = { ...small, iterations: 4, validateEvery: 2, ...own };
    const outcome = await runTrial(trial, { backend: "wasm", ...data }, (update) => {
      updates.push(update);
    });
    return { outcome, steps: updates.map(({ iteration }) => iteration) };
  };
  const engine = tf.engine();
  const { reset } = engine;
  let resets: number;
  beforeEach(() => {
    resets = 0;
    engine.reset = () => void resets++; // other tests of this process keep their tensors
  });
  afterEach(() => {
    engine.reset = reset;
    expect(resets).to.equal(1);
  });

  it("ends with what train() measures and makes of the weights, and gives its backend up", async () => {
    const { outcome, steps } = await run({ seed: 3 });
    const model = cifarCnn({ ...small, seed: 3, classes: 2, channels: 1 });
    const options = {
      batchSize: 4,
      seed: 3,
      iterations: 4,
      validateEvery: 2,
      log() {},
      onProgress() {},
    };
    const { seconds: _, ...history } = await train(model, data, options);
    expect(outcome).to.deep.include({
      status: "finished",
      weights: model.getWeights().map((weight) => weight.dataSync()),
    });
    expect(outcome).to.have.property("history").that.deep.includes(history);
    expect(steps).to.deep.equal([1, 2, 3, 4, 4]);
  });

  it("may be of a single step", async () => {
    const { outcome } = await run({ iterations: 1, validateEvery: 1 });
    expect(outcome.status).to.equal("finished");
  });

  for (const [what, own, status, reason] of [
    ["diverges", { learningRate: 1e38 }, "diverged", /^diverged: the loss is (NaN|Infinity) at /],
    ["cannot begin", { kernelSize: 9 }, "failed", /^cifarCnn: kernelSize is 9; 1 convolutions /],
    [
      "measures nothing",
      { validateEvery: 5 },
      "failed",
      /^all iterations done before the first measurement$/,
    ],
  ] as const) {
    it(`says why it ${what}`, async () => {
      const { outcome } = await run(own);
      if (outcome.status === "finished") expect.fail("it has finished");
      expect(outcome.status).to.equal(status);
      expect(outcome.reason).to.match(reason);
      expect(outcome.seconds).to.be.within(0, 60);
    });
  }

  it("tells its seconds by the clock", async () => {
    const { now } = performance;
    let clock = 500;
    performance.now = () => clock;
    try {
      const ended = runTrial({ kernelSize: 9 }, { backend: "wasm", ...data }, () => {});
      clock = 3500;
      expect(await ended).to.have.property("seconds", 3);
    } finally {
      performance.now = now;
    }
  });
});
