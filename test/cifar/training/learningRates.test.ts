import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { batchOrder, cifarCnn, evaluate, learningRates } from "lib/cifar";
import { subset } from "lib/data";
import { blobs } from "../blobs.ts";

const data = { train: blobs(60, 1), validation: blobs(20, 2) };
const network = () => cifarCnn({ filters: 2, kernelSize: 3, classes: 2 });
const weights = (model: tf.LayersModel) => model.getWeights().map((w) => [...w.dataSync()]);

describe("learningRates", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("tries rates that grow by one factor, and begins with the loss of the first batch", async () => {
    const model = network();
    const tried = await learningRates(model, data, {
      from: 1e-4,
      to: 1e-2,
      steps: 5,
      batchSize: 10,
    });
    const rates = tried.map(({ learningRate }) => Number(learningRate.toPrecision(3)));
    expect(rates).to.deep.equal([1e-4, 3.16e-4, 1e-3, 3.16e-3, 1e-2]);
    const first = subset(data.train, batchOrder(60, 10, 1)(0));
    expect(tried[0].loss).to.be.closeTo((await evaluate(model, first)).loss, 1e-6);
  });

  it("takes a step with each, and gives the weights back", async () => {
    const model = network();
    const before = weights(model);
    const tiny = await learningRates(model, data, {
      from: 1e-12,
      to: 1e-11,
      steps: 8,
      batchSize: 60,
    });
    const real = await learningRates(model, data, {
      from: 1e-4,
      to: 0.05,
      steps: 8,
      batchSize: 60,
    });
    expect(tiny.at(-1)?.loss).to.be.closeTo(tiny[0].loss, 1e-6);
    expect(real.at(-1)?.loss).to.be.below(0.95 * real[0].loss);
    expect(weights(model)).to.deep.equal(before);
  });

  it("ends where the loss is twice that of the beginning, with finite losses alone", async () => {
    const model = network();
    const before = weights(model);
    const tried = await learningRates(model, data, { to: 1e30, steps: 60, batchSize: 10 });
    expect(tried.length).to.be.within(2, 59);
    expect(tried.every(({ loss }) => Number.isFinite(loss))).to.equal(true);
    expect(tried.slice(0, -1).every(({ loss }) => loss <= 2 * tried[0].loss)).to.equal(true);
    expect(weights(model)).to.deep.equal(before);
  });

  it("goes on while a loss is less than twice the first", async () => {
    const tried = await learningRates(
      network(),
      { ...data, train: blobs(120, 1) },
      {
        ...{ from: 0.1, to: 100, steps: 60, batchSize: 10 },
      },
    );
    expect(tried).to.have.length(47);
    expect((tried.at(-1)?.loss ?? 0) / tried[0].loss).to.be.within(2, 2.5);
  });

  it("goes on past batches that lose more than the first, and where nothing is lost", async () => {
    const range = { from: 1e-12, to: 1e-11, steps: 12, batchSize: 5 };
    const tried = await learningRates(network(), data, range);
    expect(tried).to.have.length(12);
    expect(tried.some(({ loss }) => loss > tried[0].loss)).to.equal(true);
    const sure = tf.sequential();
    sure.add(tf.layers.flatten({ inputShape: [32, 32, 3] }));
    sure.add(tf.layers.dense({ units: 2, kernelInitializer: "zeros" }));
    sure.setWeights([sure.getWeights()[0], tf.tensor1d([1000, 0])]);
    const train = { ...data.train, labels: new Uint8Array(60) };
    const lost = await learningRates(sure, { ...data, train }, range);
    expect(lost.filter(({ loss }) => loss === 0)).to.have.length(12);
  });

  it("tries 100 rates from 0.0001 to 1 on 100 images each unless told otherwise", async () => {
    const train = blobs(120, 1);
    const tried = await learningRates(network(), { ...data, train });
    expect(tried).to.have.length(100);
    expect(tried[0].learningRate).to.equal(1e-4);
    expect(tried[99].learningRate).to.be.closeTo(1, 1e-12);
    const first = subset(train, batchOrder(120, 100, 1)(0));
    expect(tried[0].loss).to.be.closeTo((await evaluate(network(), first)).loss, 1e-5);
  });

  it("tries no fewer than two, the first and the last", async () => {
    const tried = await learningRates(network(), data, { to: 1e-3, steps: 2, batchSize: 10 });
    expect(tried.map(({ learningRate }) => learningRate)).to.deep.equal([1e-4, 1e-3]);
  });

  it("leaves no tensor behind, and refuses rates that do not grow from above 0", async () => {
    const model = network();
    const run = () => learningRates(model, data, { steps: 3, batchSize: 10 });
    await run();
    const before = tf.memory().numTensors;
    await run();
    expect(tf.memory().numTensors).to.equal(before);
    for (const [name, range] of Object.entries({
      steps: { steps: 2.5 },
      batchSize: { batchSize: 1.5 },
    })) {
      expect(await learningRates(model, data, range).then(String, String)).to.match(
        RegExp(`^RangeError: train: ${name} is [12].5, it takes a whole number from 1$`),
      );
    }
    for (const range of [
      { from: 0 },
      { from: 1, to: 0.5 },
      { steps: 1 },
      { to: Number.NaN },
      { from: 1, to: 1 },
      { to: Infinity },
    ]) {
      expect(await learningRates(model, data, range).then(String, String)).to.include(
        "it takes 2 or more that grow from above 0",
      );
    }
  });
});
