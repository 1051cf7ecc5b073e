import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { imageBatch } from "lib/cifar";
import { blobs } from "./blobs.ts";

describe("imageBatch", () => {
  before(() => selectBackend(() => {}));

  it("takes the central 24×24 pixels of the chosen images, and their labels", () => {
    const dataset = blobs(4, 1);
    const { images, labels } = imageBatch(dataset, [3, 0]);
    expect(images.shape).to.deep.equal([2, 24, 24, 3]);
    expect([...labels.dataSync()]).to.deep.equal([1, 0]);
    const third = tf
      .tensor(dataset.images, [4, 32, 32, 3], "int32")
      .slice([3, 4, 4, 0], [1, 24, 24, 3]);
    const { mean, variance } = tf.moments(third.toFloat());
    const expected = third.toFloat().sub(mean).div(variance.sqrt());
    const difference = images.slice([0, 0, 0, 0], [1, 24, 24, 3]).sub(expected).abs().max();
    expect(difference.dataSync()[0]).to.be.below(1e-5);
  });

  it("gives every image mean 0 and standard deviation 1", () => {
    const { images } = imageBatch(blobs(5, 2), [0, 1, 2, 3, 4]);
    const { mean, variance } = tf.moments(images, [1, 2, 3]);
    for (const m of mean.dataSync()) expect(m).to.be.closeTo(0, 1e-5);
    for (const v of variance.dataSync()) expect(v).to.be.closeTo(1, 1e-4);
  });

  it("divides an image of one colour by 1/√n, not by zero", () => {
    const dataset = { ...blobs(1, 3), images: new Uint8Array(32 * 32 * 3).fill(77) };
    expect(imageBatch(dataset, [0]).images.abs().max().dataSync()[0]).to.equal(0);
  });

  it("names the size of images that are smaller than the crop", () => {
    expect(() => imageBatch(blobs(1, 1, [20, 30]), [0])).to.throw(RangeError, "20×30");
  });
});
