import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, evaluate, historyOf, type TrainOptions, train } from "lib/cifar";
import { blobs } from "./blobs.ts";

const data = { train: blobs(120, 1), validation: blobs(40, 2) };
const quiet: TrainOptions = { batchSize: 20, validateEvery: 5, onProgress: () => {} };
const small = () => cifarCnn({ filters: [4, 4, 4], kernelSize: 3, classes: 2 });

describe("train", () => {
  before(() => selectBackend(() => {}));

  it("learns: the loss falls and unseen images are classified", async () => {
    const model = small();
    const { trainLoss } = await train(model, data, { ...quiet, iterations: 40 });
    expect(trainLoss[39].value).to.be.below(trainLoss[0].value / 2);
    expect((await evaluate(model, blobs(40, 3))).accuracy).to.be.above(0.9);
  });

  it("gives the same losses to the last bit for the same seed, others for another", async () => {
    const losses = async (seed: number) => {
      const { trainLoss } = await train(small(), data, { ...quiet, iterations: 8, seed });
      return trainLoss.map(({ value }) => value);
    };
    const first = await losses(1);
    expect(await losses(1)).to.deep.equal(first);
    expect(await losses(2)).to.not.deep.equal(first);
  });

  it("measures validation accuracy every so many iterations on the whole set", async () => {
    const model = small();
    const { validationAccuracy, stopped } = await train(model, data, { ...quiet, iterations: 12 });
    expect(validationAccuracy.map(({ iteration }) => iteration)).to.deep.equal([5, 10]);
    expect(stopped).to.deep.equal({ iteration: 12, reason: "all iterations done" });
  });

  it("shows every image once an epoch", async () => {
    const seen: number[] = [];
    const counted = {
      ...data.train,
      labels: new Proxy(data.train.labels, {
        get: (labels, key) => {
          if (typeof key === "string" && /^\d+$/.test(key)) seen.push(Number(key));
          return Reflect.get(labels, key);
        },
      }),
    };
    await train(small(), { ...data, train: counted }, { ...quiet, iterations: 6 });
    expect(seen.toSorted((a, b) => a - b)).to.deep.equal(Array.from({ length: 120 }, (_, i) => i));
  });

  for (const [how, interrupt] of [
    ["SIGINT", () => process.emit("SIGINT")],
    ["its signal", (controller: AbortController) => controller.abort()],
  ] as const) {
    it(`stops within one iteration at ${how}, keeps model and history, and goes on`, async () => {
      const whole = small();
      const { trainLoss } = await train(whole, data, { ...quiet, iterations: 14 });
      const model = small();
      const controller = new AbortController();
      const history = await train(model, data, {
        ...quiet,
        iterations: 14,
        signal: controller.signal,
        onProgress: ({ iteration }) => void (iteration === 7 && interrupt(controller)),
      });
      expect(history.stopped?.reason).to.equal("interrupted");
      expect(history.stopped?.iteration).to.be.within(7, 8);
      expect(historyOf(model)).to.equal(history);
      await train(model, data, { ...quiet, iterations: 14, resume: history });
      expect(history.trainLoss).to.deep.equal(trainLoss);
      expect([...model.getWeights()[0].dataSync()]).to.deep.equal([
        ...whole.getWeights()[0].dataSync(),
      ]);
      expect(process.listenerCount("SIGINT")).to.equal(0);
    });
  }

  it("stops where the loss is no longer a number, and says what to try", async () => {
    const { stopped } = await train(small(), data, {
      ...quiet,
      iterations: 50,
      learningRate: 1e38,
    });
    expect(stopped?.iteration).to.be.below(50);
    expect(stopped?.reason).to.match(/^diverged: the loss is (NaN|Infinity); try .* below 1e\+38$/);
  });

  it("keeps no tensor but the model's weights, however long it runs", async () => {
    const model = small();
    await train(model, data, { ...quiet, iterations: 2 });
    const before = tf.memory().numTensors;
    await train(model, data, { ...quiet, iterations: 200, resume: historyOf(model) });
    expect(tf.memory().numTensors).to.equal(before);
  });

  it("takes no more memory after 2,500 steps than after 500", async () => {
    const model = small();
    const options = { ...quiet, batchSize: 5, validateEvery: 1e9 };
    await train(model, data, { ...options, iterations: 500 });
    const before = process.memoryUsage.rss();
    await train(model, data, { ...options, iterations: 2500, resume: historyOf(model) });
    expect(process.memoryUsage.rss() - before).to.be.below(40e6);
  });

  it("refuses the pure-JavaScript backend and says what to call", async () => {
    const model = small();
    await tf.setBackend("cpu");
    const error = await train(model, data, quiet).catch((error: Error) => error);
    await tf.setBackend("wasm");
    expect(error).to.be.an("error").with.property("message").that.includes("call selectBackend()");
  });

  it("names an option out of range, with the rule and the value", async () => {
    const fail = async (options: TrainOptions) =>
      train(small(), data, { ...quiet, ...options }).catch((error: Error) => error.message);
    expect(await fail({ batchSize: 121 })).to.include("batchSize is 121, the training set has 120");
    expect(await fail({ iterations: 0 })).to.include("iterations is 0, it takes a whole number");
    expect(await fail({ validateEvery: 1.5 })).to.include("validateEvery is 1.5");
  });
});

describe("evaluate", () => {
  before(() => selectBackend(() => {}));

  it("counts every image once in the confusion matrix and takes accuracy from its diagonal", async () => {
    const dataset = blobs(33, 4);
    const result = await evaluate(small(), dataset, { batchSize: 10 });
    expect(result.confusion.flat().reduce((a, b) => a + b)).to.equal(33);
    expect(result.confusion.map((row) => row.reduce((a, b) => a + b))).to.deep.equal([17, 16]);
    const right = result.predictions.filter((p, i) => p === dataset.labels[i]).length;
    expect(result.accuracy).to.equal(right / 33);
  });

  it("gives the same loss whatever the batch size", async () => {
    const [model, dataset] = [small(), blobs(33, 4)];
    const a = await evaluate(model, dataset, { batchSize: 7 });
    const b = await evaluate(model, dataset, { batchSize: 33 });
    expect(a.loss).to.be.closeTo(b.loss, 1e-6);
  });
});

describe("historyOf", () => {
  it("says that a model was not trained", () => {
    expect(() => historyOf(small())).to.throw("has not been trained yet");
  });
});
