import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import {
  adversarialStep,
  cifarCnn,
  evaluate,
  learningRates,
  strongestPatches,
  train,
} from "lib/cifar";
import type { Dataset } from "lib/data";
import { blobs } from "./blobs.ts";

type Call = (model: tf.LayersModel, dataset: Dataset) => Promise<unknown>;

/** Whatever takes a model and images; those that train a pair of datasets. */
const calls: Record<string, Call> = {
  evaluate: (model, dataset) => evaluate(model, dataset),
  adversarialStep: (model, dataset) => adversarialStep(model, dataset, 1),
  strongestPatches: (model, dataset) => strongestPatches(model, "conv1", dataset, 1),
  learningRates: (model, dataset) =>
    learningRates(model, { train: dataset, validation: blobs(2, 2) }, { batchSize: 2 }),
  train: (model, dataset) =>
    train(
      model,
      { train: dataset, validation: blobs(2, 2) },
      { batchSize: 2, iterations: 1, onProgress() {}, log() {} },
    ),
};
const training = ["learningRates", "train"];

const small = (options: object = {}) =>
  cifarCnn({ filters: 1, layers: 1, kernelSize: 1, size: 2, classes: 2, ...options });
const dataset = blobs(4, 1);

function frozen(): tf.LayersModel {
  const model = small();
  model.trainable = false;
  return model;
}

/** A model and images that do not fit, what is said of them, and by whom, where not by all. */
const unfit: [what: string, model: () => tf.LayersModel, Dataset, said: RegExp, by?: string[]][] = [
  [
    "images without labels",
    () => small(),
    { ...dataset, labels: dataset.labels.slice(1) },
    /^RangeError: \w+: (the dataset|data\.train) /,
  ],
  [
    "images of other channels",
    () => small({ channels: 1 }),
    dataset,
    /^RangeError: \w+: layer "conv1" takes \[N,2,2,1\], the data have images \[32,32,3\]/,
  ],
  [
    "other classes",
    () => small({ classes: 7 }),
    dataset,
    /^RangeError: \w+: layer "logits" gives 7 logits for each image, the data have 2 classes/,
    Object.keys(calls).filter((name) => name !== "strongestPatches"),
  ],
  [
    "a model of which nothing is trained",
    frozen,
    dataset,
    /^RangeError: \w+: 0 of the 4 weights of model ".*" can be trained/,
    training,
  ],
];

describe("before it computes,", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  for (const [what, model, images, said, by = Object.keys(calls)] of unfit) {
    for (const name of by) {
      it(`${name} refuses ${what}`, async () => {
        expect(await calls[name](small(), dataset).then(() => "nothing", String)).to.equal(
          "nothing",
        );
        const message = await calls[name](model(), images).then(() => "nothing", String);
        expect(message).to.match(said).and.include(`Error: ${name}: `);
      });
    }
  }

  for (const name of training) {
    it(`${name} refuses the backend "cpu", by its name`, async () => {
      const model = small();
      await tf.setBackend("cpu");
      const message = await calls[name](model, dataset).then(() => "nothing", String);
      await tf.setBackend("wasm");
      expect(message).to.match(new RegExp(`^Error: ${name}: .*selectBackend\\(\\)`, "s"));
    });
  }

  it("train refuses images for validation that the model cannot see", async () => {
    const validation = blobs(2, 2, [1, 1]);
    const told: unknown[] = [];
    const message = await train(
      small(),
      { train: dataset, validation },
      { batchSize: 2, iterations: 1, onProgress: (progress) => told.push(progress) },
    ).then(() => "nothing", String);
    expect(message).to.include(
      'train: layer "conv1" takes [N,2,2,3], the data have images [1,1,3]',
    );
    expect(told).to.deep.equal([]);
  });
});
