import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import {
  activationsOf,
  cifarCnn,
  confidentMistakes,
  confusionExamples,
  type Evaluation,
  evaluate,
  featuresOf,
  imageBatch,
} from "lib/cifar";
import { imageAt } from "lib/data";
import { blobs } from "../blobs.ts";

const dataset = blobs(4, 1);
const model = () => cifarCnn({ filters: [2, 3, 4], kernelSize: 3, classes: 2 });

describe("activationsOf", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("gives rows, columns and maps of a convolution, as the layer computes them", async () => {
    const network = model();
    const { values, shape } = await activationsOf(network, "conv1", dataset, 2);
    expect(shape).to.deep.equal([11, 11, 2]);
    const { images } = imageBatch(dataset, [2]);
    const expected = network.layers[0].apply(images) as tf.Tensor;
    expect([...values]).to.deep.equal([...expected.dataSync()]);
  });

  it("gives the units of a dense layer", async () => {
    expect((await activationsOf(model(), "logits", dataset, 0)).shape).to.deep.equal([1, 1, 2]);
  });

  it("leaves no tensor behind", async () => {
    const network = model();
    await activationsOf(network, "conv2", dataset, 0);
    const before = tf.memory().numTensors;
    await activationsOf(network, "conv2", dataset, 0);
    expect(tf.memory().numTensors).to.equal(before);
  });

  it("names the layers that there are, and the images", async () => {
    const failure = (layer: string, image: number) =>
      activationsOf(model(), layer, dataset, image).then(String, String);
    expect(await failure("conv9", 0)).to.include(
      'no layer is named "conv9", there are conv1, conv2',
    );
    expect(await failure("conv1", 4)).to.include("there is no image 4, the dataset has 0 … 3");
  });
});

describe("featuresOf", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("gives a row of numbers an image, those of activationsOf, whatever the batches", async () => {
    const network = model();
    for (const [layer, size] of [
      ["sum", 4],
      ["conv2", 9 * 9 * 3],
    ] as const) {
      const features = await featuresOf(network, layer, dataset, 3);
      expect([features.size, features.values.length]).to.deep.equal([size, 4 * size]);
      for (let i = 0; i < 4; i++) {
        const { values } = await activationsOf(network, layer, dataset, i);
        const row = features.values.subarray(i * size, (i + 1) * size);
        for (const [j, value] of row.entries()) expect(value).to.be.closeTo(values[j], 1e-5);
      }
    }
  });

  it("leaves no tensor behind, and the model's layers as they were", async () => {
    const network = model();
    await featuresOf(network, "sum", dataset);
    const before = tf.memory().numTensors;
    await featuresOf(network, "sum", dataset, 1);
    expect(tf.memory().numTensors).to.equal(before);
    expect(network.layers).to.have.length(6);
  });

  it("names the layers that there are, and a batch that is none", async () => {
    const failure = (layer: string, batch: number) =>
      featuresOf(model(), layer, dataset, batch).then(String, String);
    expect(await failure("relu", 5)).to.include('featuresOf: no layer is named "relu", there are');
    expect(await failure("sum", 0)).to.include("batchSize is 0, it takes a whole number from 1");
  });
});

describe("evaluate", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("gives the softmax probability of every prediction", async () => {
    const network = model();
    const { predictions, confidences } = await evaluate(network, dataset, { batchSize: 3 });
    const logits = network.predict(imageBatch(dataset, [0, 1, 2, 3]).images) as tf.Tensor;
    const probabilities = logits.softmax().arraySync() as number[][];
    probabilities.forEach((row, i) => {
      expect(confidences[i]).to.be.closeTo(row[predictions[i]], 1e-6);
      expect(confidences[i]).to.equal(Math.max(...confidences.subarray(i, i + 1), 0.5));
    });
  });
});

// Images 0 … 3 are of classes 0, 1, 0, 1.
const evaluation: Evaluation = {
  accuracy: 0.25,
  loss: 1,
  confusion: [
    [0, 2],
    [1, 1],
  ],
  predictions: Uint8Array.of(1, 0, 1, 1),
  confidences: Float32Array.of(0.5, 0.75, 0.875, 1),
};

describe("confidentMistakes", () => {
  it("gives the mistakes that the model was surest of, surest first", () => {
    const mistakes = confidentMistakes(evaluation, dataset, 2);
    expect(mistakes).to.deep.equal([
      { image: imageAt(dataset, 2), trueClass: "red", predictedClass: "green", probability: 0.875 },
      { image: imageAt(dataset, 1), trueClass: "green", predictedClass: "red", probability: 0.75 },
    ]);
    expect(confidentMistakes(evaluation, dataset)).to.have.length(3);
    const many = blobs(12, 1);
    const wrong = {
      ...{ ...evaluation, predictions: many.labels.map((label) => 1 - label) },
      confidences: Float32Array.from(many.labels, (_, i) => i / 12),
    };
    const found = confidentMistakes(wrong, many).map(({ probability }) => probability);
    expect(found).to.deep.equal([...wrong.confidences.slice(2)].reverse());
  });
});

describe("confusionExamples", () => {
  it("gives for each pair of classes the image that the model was surest of, or null", () => {
    expect(confusionExamples(evaluation, dataset)).to.deep.equal([
      [null, imageAt(dataset, 2)],
      [imageAt(dataset, 1), imageAt(dataset, 3)],
    ]);
  });
});
