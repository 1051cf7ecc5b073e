import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { adversarialStep, cifarCnn, evaluate, imageBatch } from "lib/cifar";
import { type Dataset, subset } from "lib/data";
import { blobs } from "../blobs.ts";

const dataset = blobs(5, 1);

/** Unsure of everything, so that no gradient is lost in rounding. */
function network(): tf.LayersModel {
  const model = cifarCnn({ filters: [2, 3, 4], kernelSize: 3, classes: 2 });
  const [kernel, bias] = model.getLayer("logits").getWeights();
  model.getLayer("logits").setWeights([kernel.mul(0.05), bias]);
  return model;
}

describe("adversarialStep", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("moves each byte of the middle by so many grey levels, and no other", async () => {
    const original = dataset.images.slice();
    const { images, labels } = await adversarialStep(network(), dataset, 3);
    expect(dataset.images).to.deep.equal(original);
    expect(labels).to.equal(dataset.labels);
    const moved = Array.from(images.slice(), (byte, i) => Math.abs(byte - original[i]));
    expect(Math.max(...moved)).to.equal(3);
    expectWithin(moved, 5, [4, 28], [4, 28]);
    const isSeen = (i: number) => {
      const [y, x] = [Math.floor(i / 96) % 32, Math.floor(i / 3) % 32];
      return Math.min(y, x) >= 4 && Math.max(y, x) < 28;
    };
    const still = moved.filter(
      (by, i) => by < 3 && isSeen(i) && original[i] > 2 && original[i] < 253,
    );
    expect(still.length).to.be.below(0.05 * 5 * 24 * 24 * 3); // a gradient of 0 moves nothing
  });

  it("goes where the loss rises, by central differences over bytes", async () => {
    const model = network();
    const one = subset(dataset, 1, 2);
    const { images } = await adversarialStep(model, one, 1);
    const told = { right: 0, all: 0 };
    for (let i = (8 * 32 + 8) * 3; i < 24 * 32 * 3; i += 41) {
      const slope = (await lossWith(model, one, i, 4)) - (await lossWith(model, one, i, -4));
      if (Math.abs(slope) < 1e-5) continue; // lost in rounding, or not in the crop
      told.all++;
      if (Math.sign(images.slice()[i] - one.images.slice()[i]) === Math.sign(slope)) told.right++;
    }
    expect(told.all).to.be.above(10);
    expect(told.right / told.all).to.be.above(0.95); // a kink of a ReLU may lie between
  });

  it("raises the loss of every image", async () => {
    const model = network();
    const worse = await adversarialStep(model, dataset, 2);
    for (let i = 0; i < 5; i++) {
      const [before, after] = [dataset, worse].map((each) => subset(each, i, i + 1));
      expect((await evaluate(model, after)).loss).to.be.above((await evaluate(model, before)).loss);
    }
  });

  it("goes along the gradient of the bytes, not of the standardised image", async () => {
    const one = subset(dataset, 0, 1);
    const x = [...imageBatch(one, [0], undefined, [32, 32]).images.dataSync()];
    // Logits along x and a little of something else, which alone counts: x keeps its length.
    const other = x.map((_, i) => Math.sin(i * i));
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / x.length;
    const along = mean(other.map((value, i) => value * x[i]));
    const expected = other.map((value, i) => -(value - mean(other) - x[i] * along));
    const model = tf.sequential();
    model.add(tf.layers.flatten({ inputShape: [32, 32, 3] }));
    model.add(tf.layers.dense({ units: 2 }));
    const kernel = x.map((value, i) => value + 0.1 * other[i]);
    const logit = kernel.reduce((sum, value, i) => sum + value * x[i], 0);
    const both = kernel.flatMap((value) => [value, 0]);
    model.setWeights([tf.tensor2d(both, [x.length, 2]), tf.tensor1d([-logit, 0])]);
    const { images } = await adversarialStep(model, one, 1);
    const [after, before] = [images.slice(), one.images.slice()];
    const told = [...x.keys()].filter((i) => before[i] % 255 > 0 && Math.abs(expected[i]) > 0.01);
    const wrong = told.filter((i) => after[i] - before[i] !== Math.sign(expected[i]));
    expect(told.length).to.be.above(0.8 * x.length);
    expect(wrong).to.deep.equal([]);
  });

  it("moves nothing where the loss depends on no byte", async () => {
    const model = network();
    const [kernel, bias] = model.getLayer("conv1").getWeights();
    model.getLayer("conv1").setWeights([kernel, tf.fill(bias.shape, -1000)]);
    const { images } = await adversarialStep(model, dataset, 3);
    expect(images.slice()).to.deep.equal(dataset.images.slice());
  });

  it("moves images beyond the first hundred, of other than square crops, as it does alone", async () => {
    const many = blobs(200, 1);
    const model = cifarCnn({ filters: 2, layers: 1, kernelSize: 3, classes: 2, size: [10, 17] });
    const last = subset(many, 197, 200);
    const [all, alone] = [
      await adversarialStep(model, many, 3),
      await adversarialStep(model, last, 3),
    ];
    const [found, expected] = [subset(all, 197, 200), alone].map(({ images }) => images.slice());
    const others = found.filter((byte, i) => byte !== expected[i]).length;
    const moved = found.filter((byte, i) => byte !== last.images.slice()[i]).length;
    expect(moved).to.be.within(0.9 * 3 * 10 * 17 * 3, 3 * 10 * 17 * 3);
    expect(others).to.be.below(0.01 * moved); // rounding may turn a gradient near 0
    const before = many.images.slice();
    const by = Array.from(all.images.slice(), (byte, i) => byte - before[i]);
    expectWithin(by, 200, [11, 21], [7, 24]);
  });

  it("leaves no tensor behind, and refuses steps of no whole grey levels", async () => {
    const model = network();
    await adversarialStep(model, dataset, 1);
    const before = tf.memory().numTensors;
    await adversarialStep(model, dataset, 1);
    expect(tf.memory().numTensors).to.equal(before);
    for (const levels of [0.5, -1, 256]) {
      const failure = await adversarialStep(model, dataset, levels).then(String, String);
      expect(failure).to.include(`greyLevels is ${levels}, it takes a whole number from 0 to 255`);
    }
    const none = await adversarialStep(model, dataset, 0);
    expect(none.images.slice()).to.deep.equal(dataset.images.slice());
    await adversarialStep(model, dataset, 255);
  });
});

/** Moved bytes are in these rows and columns of images of 32×32, in each of both, and nowhere else. */
function expectWithin(
  moved: readonly number[],
  count: number,
  [top, bottom]: [number, number],
  [left, right]: [number, number],
) {
  const rows = new Set<string>();
  const columns = new Set<string>();
  const outside: number[] = [];
  for (const [i, by] of moved.entries()) {
    if (by === 0) continue;
    const [image, y, x] = [Math.floor(i / 3072), Math.floor(i / 96) % 32, Math.floor(i / 3) % 32];
    if (y < top || y >= bottom || x < left || x >= right) outside.push(i);
    rows.add(`${image} ${y}`);
    columns.add(`${image} ${x} ${i % 3}`);
  }
  expect(outside).to.deep.equal([]);
  expect(rows.size).to.equal(count * (bottom - top));
  expect(columns.size).to.equal(count * 3 * (right - left));
}

async function lossWith(model: tf.LayersModel, image: Dataset, byte: number, by: number) {
  const images = image.images.slice();
  images[byte] += by;
  return (await evaluate(model, { ...image, images })).loss;
}
