import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { CROP, evaluate, type TrainOptions, train, trainStep } from "lib/cifar";
import { crossEntropy } from "../../../lib/cifar/evaluation/evaluate.ts";
import { blobs } from "../blobs.ts";

const { activation, bidirectional, conv2d, dense, flatten, globalAveragePooling2d, lstm, reshape } =
  tf.layers;
const inputShape = [CROP, CROP, 3];
const glorot = (seed: number) => tf.initializers.glorotUniform({ seed });
const l2 = (l2: number) => tf.regularizers.l2({ l2 });
const conv = (more: object = {}) =>
  conv2d({
    inputShape,
    filters: 4,
    kernelSize: 3,
    strides: 4,
    kernelInitializer: glorot(1),
    ...more,
  });
const out = (more: object = {}) => dense({ units: 2, kernelInitializer: glorot(2), ...more });
const mean = () => globalAveragePooling2d({ dataFormat: "channelsLast" });
const rows = () => reshape({ targetShape: [CROP, CROP * 3], inputShape });
const sequential = (...layers: tf.layers.Layer[]) => tf.sequential({ layers });

/** Sums of squares and of sizes of a weight, in plain numbers. */
function sums(weight: tf.Tensor): { squares: number; sizes: number } {
  const values = [...weight.dataSync()];
  return {
    squares: values.reduce((sum, value) => sum + value * value, 0),
    sizes: values.reduce((sum, value) => sum + Math.abs(value), 0),
  };
}

/** Models with regularizers, and what these add to the loss of their weights. */
const penalised: Record<string, [() => tf.LayersModel, (weights: tf.Tensor[]) => number]> = {
  "l2 of a convolution": [
    () => sequential(conv({ kernelRegularizer: l2(0.3) }), mean(), out()),
    ([kernel]) => 0.3 * sums(kernel).squares,
  ],
  "l1 and l2 of a dense layer, and of its bias": [
    () => {
      const both = tf.regularizers.l1l2({ l1: 0.1, l2: 0.2 });
      const biasInitializer = tf.initializers.constant({ value: 0.5 });
      const more = { kernelRegularizer: both, biasRegularizer: l2(0.7), biasInitializer };
      return sequential(conv(), mean(), out(more));
    },
    ([, , kernel, bias]) =>
      0.1 * sums(kernel).sizes + 0.2 * sums(kernel).squares + 0.7 * sums(bias).squares,
  ],
  "a model within the model": [
    () => sequential(sequential(conv({ kernelRegularizer: l2(0.3) })), mean(), out()),
    ([kernel]) => 0.3 * sums(kernel).squares,
  ],
  "a recurrent layer's cell": [
    () => sequential(rows(), lstm({ units: 3, kernelRegularizer: l2(0.3) }), out()),
    ([kernel]) => 0.3 * sums(kernel).squares,
  ],
  "both cells of a bidirectional layer": [
    () => {
      const layer = lstm({ units: 3, recurrentRegularizer: l2(0.3) }) as tf.RNN;
      return sequential(rows(), bidirectional({ layer, mergeMode: "concat" }), out());
    },
    ([, forward, , , backward]) => 0.3 * (sums(forward).squares + sums(backward).squares),
  ],
  "a layer that is used twice, once": [
    () => {
      const inputs = tf.input({ shape: inputShape });
      const flat = flatten().apply(inputs) as tf.SymbolicTensor;
      const shared = out({ kernelRegularizer: l2(0.3) });
      const ends = [flat, flat].map((end) => shared.apply(end) as tf.SymbolicTensor);
      const outputs = tf.layers.add().apply(ends) as tf.SymbolicTensor;
      return tf.model({ inputs, outputs });
    },
    ([kernel]) => 0.3 * sums(kernel).squares,
  ],
};

/** A batch of noise. */
function noise() {
  const images = tf.randomNormal<tf.Rank.R4>([6, CROP, CROP, 3], 0, 1, "float32", 5);
  return { images, labels: tf.tensor1d([0, 1, 0, 1, 0, 1], "int32") };
}

describe("trainStep", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  for (const [what, [build, penalty]] of Object.entries(penalised)) {
    it(`adds to the loss, and to its gradient, what regularizers say: ${what}`, () => {
      const batch = noise();
      const lossOf = (model: tf.LayersModel) => {
        const logits = model.apply(batch.images) as tf.Tensor2D;
        return crossEntropy(logits, batch.labels).dataSync()[0] + penalty(model.getWeights());
      };
      const model = build();
      const before = model.getWeights().map((weight) => weight.clone());
      const expected = lossOf(model);
      const loss = trainStep(model, tf.train.sgd(1), batch);
      expect(loss.dataSync()[0]).to.be.closeTo(expected, 1e-5 * expected);
      const step = model.getWeights().map((weight, i) => before[i].sub(weight));
      const length = step.reduce((sum, each) => sum + sums(each).squares, 0);
      const eps = 1e-2 / Math.sqrt(length);
      const [ahead, behind] = [-eps, eps].map((share) => {
        model.setWeights(before.map((weight, i) => weight.add(step[i].mul(share))));
        return lossOf(model);
      });
      expect((behind - ahead) / (2 * eps)).to.be.closeTo(length, 0.02 * length);
    });
  }

  it("shows the regularizers' share in train's losses, and not in evaluate's", async () => {
    const data = { train: blobs(20, 1), validation: blobs(10, 2) };
    const options: TrainOptions = { iterations: 2, batchSize: 20, onProgress() {} };
    const run = async (more: object) => {
      const model = sequential(conv(more), mean(), out());
      const { loss } = await evaluate(model, data.train);
      const { squares } = sums(model.getWeights()[0]);
      const { trainLoss } = await train(model, data, options);
      return { loss, squares, first: trainLoss[0].value, second: trainLoss[1].value };
    };
    const [plain, decayed] = [await run({}), await run({ kernelRegularizer: l2(0.1) })];
    expect(decayed.loss).to.equal(plain.loss);
    expect(decayed.first).to.be.closeTo(plain.first + 0.1 * plain.squares, 1e-4);
    expect(decayed.second - 0.09 * plain.squares).to.be.below(plain.first);
  });

  it("applies the constraints of layers after each step, those within others too", () => {
    const nonNeg = () => ({ kernelConstraint: "nonNeg" as const });
    const maxNorm = tf.constraints.maxNorm({ maxValue: 0.1, axis: 0 });
    const models = {
      convolution: sequential(conv(nonNeg()), mean(), out({ kernelConstraint: maxNorm })),
      within: sequential(sequential(conv(nonNeg())), mean(), out({ kernelConstraint: maxNorm })),
    };
    for (const [name, model] of Object.entries(models)) {
      const optimizer = tf.train.momentum(1, 0.9);
      for (let i = 0; i < 3; i++) trainStep(model, optimizer, noise());
      const [kernel, , last] = model.getWeights();
      expect(kernel.min().dataSync()[0], name).to.equal(0);
      for (const norm of last.norm(2, 0).dataSync()) expect(norm).to.be.within(0, 0.1001);
    }
  });

  it("names the layer that the backend cannot train, and TensorFlow.js's reason", () => {
    class Counts extends tf.layers.Layer {
      static readonly className = "Counts";
      override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
        return tf.engine().runKernel("WithoutGradient", { x: [x].flat()[0] });
      }
    }
    tf.registerKernel({
      kernelName: "WithoutGradient",
      backendName: "wasm",
      kernelFunc: ({ inputs }) => tf.engine().runKernel(tf.Relu, inputs as tf.NamedTensorMap),
    });
    const model = sequential(conv(), new Counts({ name: "largest" }), mean(), out());
    expect(() => trainStep(model, tf.train.sgd(0.1), noise())).to.throw(
      Error,
      /^trainStep: layer "largest" \(Counts\) cannot be trained on "wasm" \(.*WithoutGradient.*\); .*setup:native/,
    );
    const { cause } = (() => {
      try {
        return { cause: trainStep(model, tf.train.sgd(0.1), noise()) };
      } catch (error) {
        return error as Error;
      }
    })();
    expect(cause).to.be.instanceOf(Error);
  });

  it("names both shapes where the images are not those of the model", () => {
    const model = sequential(conv(), mean(), out());
    const { labels } = noise();
    for (const shape of [
      [6, 20, 20, 3],
      [6, 24, 24, 1],
      [6, 28, 24, 3],
    ] as const) {
      expect(() =>
        trainStep(model, tf.train.sgd(0.1), { images: tf.zeros<tf.Rank.R4>([...shape]), labels }),
      ).to.throw(
        RangeError,
        `trainStep: the batch has images [${shape}], model "${model.name}" takes [N,24,24,3]`,
      );
    }
  });

  it("names a label or classes that the model has no logits for, at any step", () => {
    const { images } = noise();
    const [n] = images.shape;
    const model = sequential(conv(), mean(), out({ name: "two" }));
    const step = (labels: number[], classes?: number): string => {
      const all = [...labels, ...Array(n).fill(0)].slice(0, n);
      try {
        const batch = { images, labels: tf.tensor1d(all, "int32"), classes };
        trainStep(model, tf.train.sgd(0.1), batch).dispose();
        return "nothing";
      } catch (error) {
        return String(error);
      }
    };
    const ofLabel = (i: number, label: number) =>
      `RangeError: trainStep: label ${i} of the batch is ${label}, layer "two" gives 2 logits, for ` +
      "the labels 0 to 1";
    for (let again = 0; again < 2; again++) {
      expect(step([0, 1])).to.equal("nothing");
      expect(step([0, 1], 2)).to.equal("nothing");
      expect(step([1, 2])).to.equal(ofLabel(1, 2));
      expect(step([-1])).to.equal(ofLabel(0, -1));
      expect(step([0, 1], 3)).to.include(
        'layer "two" gives 2 logits for each image, the data have 3',
      );
    }
  });

  it("trains layers as they are in training", () => {
    const norm = tf.layers.batchNormalization();
    const model = sequential(conv(), norm, mean(), out());
    const before = norm.getWeights().map((weight) => [...weight.dataSync()]);
    trainStep(model, tf.train.sgd(0), noise()).dispose();
    const after = norm.getWeights().map((weight) => [...weight.dataSync()]);
    expect(after.slice(0, 2)).to.deep.equal(before.slice(0, 2));
    for (const i of [2, 3]) expect(after[i]).to.not.deep.equal(before[i]); // the moving ones
  });

  it("leaves other errors as they are", () => {
    class Throws extends tf.layers.Layer {
      static readonly className = "Throws";
      calls = 0;
      override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
        if (++this.calls > 1) throw new Error(`call ${this.calls}`);
        return [x].flat()[0];
      }
    }
    const model = sequential(conv(), mean(), out(), activation({ activation: "linear" }));
    model.add(new Throws());
    const optimizer = tf.train.sgd(0.1);
    trainStep(model, optimizer, noise());
    expect(() => trainStep(model, optimizer, noise())).to.throw(Error, /^call 2$/);
  });
});
