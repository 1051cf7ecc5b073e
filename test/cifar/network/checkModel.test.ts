import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { CROP, cifarCnn, evaluate, type TrainOptions, train, trainStep } from "lib/cifar";
import { blobs } from "../blobs.ts";

const data = { train: blobs(20, 1), validation: blobs(10, 2) };
const { dense, conv2d, flatten, softmax, activation } = tf.layers;
const inputShape = [CROP, CROP, 3];

function sequential(...layers: tf.layers.Layer[]): tf.Sequential {
  return tf.sequential({ name: "net", layers: [flatten({ inputShape, name: "flat" }), ...layers] });
}

function twoOutputs(): tf.LayersModel {
  const inputs = tf.input({ shape: inputShape });
  const flat = flatten().apply(inputs) as tf.SymbolicTensor;
  const ends = ["a", "b"].map((name) => dense({ units: 2, name }).apply(flat));
  return tf.model({ inputs, outputs: ends as tf.SymbolicTensor[], name: "net" });
}

function frozen(): tf.LayersModel {
  const model = sequential(dense({ units: 2, name: "out" }));
  model.trainable = false;
  return model;
}

type Caller = (model: tf.LayersModel, log?: (line: string) => void) => Promise<unknown>;

/** One step, one measurement, one evaluation. */
const callers: Record<string, Caller> = {
  train: (model, log = () => {}) => {
    const options: TrainOptions = { iterations: 1, batchSize: 10, validateEvery: 1, log };
    return train(model, data, { ...options, onProgress() {} });
  },
  async trainStep(model, log = () => {}) {
    const { warn } = console;
    console.warn = log;
    try {
      const images = tf.zeros<tf.Rank.R4>([2, CROP, CROP, 3]);
      const labels = tf.tensor1d([0, 1], "int32");
      return trainStep(model, tf.train.sgd(0.1), { images, labels, classes: 2 });
    } finally {
      console.warn = warn;
    }
  },
  evaluate: (model, log) => evaluate(model, data.validation, { log }),
};

/** Models that cannot be trained to classify, and what is said of each. */
const unfit: Record<string, [model: () => tf.LayersModel, message: RegExp, callers?: string[]]> = {
  "fewer outputs than classes": [
    () => sequential(dense({ units: 1, name: "out" })),
    /layer "out" gives 1 logits for each image, the data have 2 classes; give it 2 units/,
  ],
  "more outputs than classes": [
    () => sequential(dense({ units: 7, name: "out" })),
    /layer "out" gives 7 logits for each image, the data have 2 classes/,
  ],
  "rows and columns left": [
    () => tf.sequential({ layers: [conv2d({ inputShape, filters: 2, kernelSize: 3, name: "c" })] }),
    /layer "c" gives \[N,22,22,2\], .* logits \[N,2\]; end with tf.layers.flatten/,
  ],
  "two outputs": [twoOutputs, /model "net" has 2 outputs \("a", "b"\), it takes 1/],
  "everything frozen": [
    frozen,
    /0 of the 2 weights of model "net" can be trained, its layers "out" are frozen; set trainable/,
    ["train", "trainStep"],
  ],
  "no weights": [
    () =>
      tf.sequential({ name: "net", layers: [activation({ activation: "relu", inputShape: [2] })] }),
    /none of the 1 layers of model "net" has weights to train|takes \[N,2\], the data have images/,
  ],
  "an input of other channels": [
    () =>
      tf.sequential({
        layers: [flatten({ inputShape: [24, 24, 1], name: "f" }), dense({ units: 2 })],
      }),
    /layer "f" takes \[N,24,24,1\], the data have images \[32,32,3\]; give the first layer inputShape \[32,32,3\]/,
    ["train", "evaluate"],
  ],
  "an input larger than the images": [
    () => cifarCnn({ size: 40, classes: 2 }),
    /layer "conv1" takes \[N,40,40,3\], the data have images \[32,32,3\]; .* cifarCnn\(\{ size: \[32,32\] \}\)/,
    ["train", "evaluate"],
  ],
  "an input that is no image": [
    () => tf.sequential({ layers: [dense({ units: 2, inputShape: [1728], name: "d" })] }),
    /layer "d" takes \[N,1728\], the data have images \[32,32,3\]; begin with a layer of inputShape \[32,32,3\]/,
    ["train", "evaluate"],
  ],
};

describe("a model that does not fit", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  for (const [what, [model, message, of = Object.keys(callers)]] of Object.entries(unfit)) {
    for (const caller of of) {
      it(`is named by ${caller}: ${what}`, async () => {
        const error = await callers[caller](model()).catch((error: Error) => error);
        expect(error).to.be.instanceOf(RangeError);
        expect(String(error)).to.match(message).and.include(`RangeError: ${caller}: `);
      });
    }
  }

  const probabilities: Record<string, () => tf.layers.Layer[]> = {
    softmax: () => [dense({ units: 2, activation: "softmax", name: "last" })],
    sigmoid: () => [dense({ units: 2, activation: "sigmoid", name: "last" })],
    "a layer of softmax": () => [dense({ units: 2 }), softmax({ name: "last" })],
    "softmax in a layer of its own": () => [
      dense({ units: 2 }),
      activation({ activation: "softmax", name: "last" }),
    ],
    "softmax in a model within": () => [
      tf.sequential({
        name: "last",
        layers: [dense({ units: 2, activation: "softmax", inputShape: [1728] })],
      }),
    ],
  };
  for (const [how, layers] of Object.entries(probabilities)) {
    for (const caller of Object.keys(callers)) {
      it(`is warned of once by ${caller} where it ends with ${how}`, async () => {
        const lines: string[] = [];
        const model = sequential(...layers());
        for (let i = 0; i < 2; i++) await callers[caller](model, (line) => lines.push(line));
        expect(lines).to.have.length(1);
        expect(lines[0]).to.match(
          /layer "last" ends with (softmax|sigmoid), but the loss takes logi/,
        );
      });
    }
  }

  it("is not warned of where it ends with logits", async () => {
    const lines: string[] = [];
    for (const caller of Object.values(callers)) {
      await caller(cifarCnn({ classes: 2 }), (line) => lines.push(line));
    }
    expect(lines).to.deep.equal([]);
  });

  it("is named by trainStep where a label has no output, and by the batch's classes", () => {
    const model = sequential(dense({ units: 2, name: "out" }));
    const images = tf.zeros<tf.Rank.R4>([3, CROP, CROP, 3]);
    const labels = tf.tensor1d([0, 1, 2], "int32");
    const step = (classes?: number) =>
      trainStep(model, tf.train.sgd(0.1), { images, labels, classes });
    expect(() => step()).to.throw(
      RangeError,
      'trainStep: label 2 of the batch is 2, layer "out" gives 2 logits, for the labels 0 to 1',
    );
    expect(() => step(3)).to.throw(
      RangeError,
      'layer "out" gives 2 logits for each image, the data have 3',
    );
  });

  it("says when it sees less than half of the images", async () => {
    const lines: string[] = [];
    const large = { train: blobs(10, 1, [64, 40]), validation: blobs(10, 2, [64, 40]) };
    const options: TrainOptions = { iterations: 1, batchSize: 5, onProgress() {} };
    for (const size of [24, [64, 40] as const]) {
      await train(cifarCnn({ classes: 2, size }), large, { ...options, log: (l) => lines.push(l) });
    }
    expect(lines).to.deep.equal([
      "train: the network sees the middle 24×24 pixels of images of 64×40; " +
        "cifarCnn({ size: [64,40] }), or inputShape [64,40,3], sees all",
    ]);
  });
});
