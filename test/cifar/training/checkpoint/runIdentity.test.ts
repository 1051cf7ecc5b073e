import { createHash } from "node:crypto";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { fingerprint } from "../../../../lib/cifar/input/fingerprint.ts";
import {
  expectSameRun,
  runIdentity,
} from "../../../../lib/cifar/training/checkpoint/runIdentity.ts";
import { settingsOf } from "../../../../lib/cifar/training/trainOptions.ts";
import { blobs } from "../../blobs.ts";

const data = { train: blobs(4, 1), validation: blobs(3, 2) };

/** A network that sees the middle of the images. */
function network([rows, cols]: readonly number[], own: object = {}): tf.LayersModel {
  const flat = tf.layers.flatten({ inputShape: [rows, cols, 3], name: "flat" });
  const dense = tf.layers.dense({ units: 2, name: "logits", ...own });
  return tf.sequential({ layers: [flat, dense] });
}

describe("the identity of a run", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("is all that its numbers depend on", async () => {
    const model = network([24, 24]);
    const weights = createHash("sha256");
    for (const weight of model.getWeights()) {
      weights.update(new Uint8Array(Float32Array.from(weight.dataSync()).buffer));
    }
    const settings = settingsOf({ seed: 4, patience: 3, minDelta: 0.1 });
    expect(await runIdentity(model, data, settings)).to.deep.equal({
      ...{ batchSize: 100, learningRate: 0.05, schedule: "constant", optimizer: "sgd" },
      ...{ momentum: 0, weightDecay: 0, augment: false, validateEvery: 50, seed: 4 },
      "training images": (await fingerprint(data.train)).slice(0, 16),
      "validation images": (await fingerprint(data.validation)).slice(0, 16),
      network: "logits/kernel [1728,2],logits/bias [2]",
      "initial weights": weights.digest("hex").slice(0, 16),
    });
  });

  it("has a schedule's iterations, another image size, and what layers add to the loss", async () => {
    const added = async (model: tf.LayersModel, options: object = {}) => {
      const identity = await runIdentity(model, data, settingsOf(options));
      const names = ["iterations", "image size", "regularizers and constraints"];
      return names.map((name) => identity[name]);
    };
    expect(await added(network([24, 24]), { schedule: "cosine", iterations: 7 })).to.deep.equal([
      ...[7, undefined, undefined],
    ]);
    expect(await added(network([24, 20]))).to.deep.equal([undefined, "24×20", undefined]);
    expect(await added(network([20, 24]))).to.deep.equal([undefined, "20×24", undefined]);
    const regular = { kernelRegularizer: tf.regularizers.l2({ l2: 0.5 }) };
    const [, , regularizers] = await added(network([24, 24], regular));
    expect(regularizers).to.match(/^1 kernelRegularizer \{.*0\.5.*\}$/);
    const constraint = { biasConstraint: tf.constraints.nonNeg() };
    const [, , constraints] = await added(network([24, 24], { ...regular, ...constraint }));
    expect(constraints).to.match(/^1 kernelRegularizer \{[^}]*\}\},1 biasConstraint \{.*\}$/);
  });

  it("is the same but for numbers of unnamed layers, and weights that training has changed", () => {
    const kept = {
      seed: 1,
      network: "dense_Dense1/kernel [2],relu/bias [2]",
      "initial weights": "a",
    };
    const again = { ...kept, network: "dense_Dense12/kernel [2],relu/bias [2]" };
    expectSameRun("runs", kept, again, false);
    expectSameRun("runs", kept, { ...again, "initial weights": "b" }, true);
    const difference = (given: object, begun: boolean) => () =>
      expectSameRun("runs", kept, { ...kept, ...given }, begun);
    expect(difference({ "initial weights": "b" }, false)).to.throw(
      RangeError,
      'train: "runs" holds a run whose initial weights is a, this one\'s is b; name another ' +
        "directory, or delete that one",
    );
    expect(difference({ seed: 2 }, true)).to.throw("whose seed is 1, this one's is 2;");
    expect(difference({ augment: true }, true)).to.throw("augment is none, this one's is true;");
    expect(() => expectSameRun("runs", { ...kept, augment: true }, kept, true)).to.throw(
      "augment is true, this one's is none;",
    );
  });
});
