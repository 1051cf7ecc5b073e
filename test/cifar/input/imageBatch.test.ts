import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { CROP, centralCrop, imageBatch } from "lib/cifar";
import { type Dataset, seededRandom } from "lib/data";
import { blobs } from "../blobs.ts";

/** The standardised values of each image, as text to compare. */
function valuesOf(images: tf.Tensor4D): string[] {
  return tf.unstack(images.slice([0, 0, 0, 0], [-1, 1, 8, -1])).map((t) => t.dataSync().join());
}

/** The 81 crops of the dataset's one image and their mirror images, pixel by pixel. */
function everyCrop({ images, ...dataset }: Dataset): string[] {
  const bytes = images.slice();
  const crops: number[][] = [];
  for (let top = 0; top <= 8; top++) {
    for (let left = 0; left <= 8; left++) {
      for (const mirrored of [false, true]) {
        crops.push(
          Array.from({ length: CROP * CROP * 3 }, (_, i) => {
            const [y, x] = [Math.floor(i / 3 / CROP), Math.floor(i / 3) % CROP];
            return bytes[((top + y) * 32 + left + (mirrored ? CROP - 1 - x : x)) * 3 + (i % 3)];
          }),
        );
      }
    }
  }
  const cropped = Uint8Array.from(crops.flat());
  const labels = new Uint8Array(crops.length);
  const cut: Dataset = { ...dataset, images: cropped, labels, shape: [CROP, CROP, 3] };
  return valuesOf(imageBatch(cut, [...labels.keys()]).images);
}

describe("imageBatch", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("takes the central 24×24 pixels of the chosen images, and their labels", () => {
    const dataset = blobs(4, 1);
    const { images, labels } = imageBatch(dataset, [3, 0]);
    expect(images.shape).to.deep.equal([2, 24, 24, 3]);
    expect([...labels.dataSync()]).to.deep.equal([1, 0]);
    const third = tf
      .tensor(dataset.images.slice(), [4, 32, 32, 3], "int32")
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

  it("draws crops of all 81 places, half of them mirrored, where it is given random numbers", () => {
    const dataset = blobs(1, 1);
    const crops = everyCrop(dataset);
    const { images } = imageBatch(dataset, new Uint32Array(4000), seededRandom(1));
    const drawn = valuesOf(images).map((image) => crops.indexOf(image));
    const counts = crops.map((_, i) => drawn.filter((crop) => crop === i).length);
    expect(counts.length).to.equal(162);
    expect(counts.reduce((a, b) => a + b)).to.equal(4000);
    for (const count of counts) expect(count).to.be.within(6, 50);
  });

  describe("of images and crops of any shape", () => {
    const dataset = blobs(2, 1, [9, 14]);
    const size = [5, 8] as const;
    const all = (images: tf.Tensor4D) => images.unstack().map((image) => image.dataSync().join());

    it("takes the middle", () => {
      const middle = centralCrop(dataset, [0, 1], size);
      expect(all(imageBatch(dataset, [0, 1], undefined, size).images)).to.deep.equal(
        all(imageBatch(middle, [0, 1], undefined, size).images),
      );
    });

    it("takes the place that three random numbers tell: row, column, and below a half mirrored", () => {
      const { images, shape } = dataset;
      const bytes = images.slice();
      const cut = (image: number, top: number, left: number, mirrored: boolean) =>
        Array.from({ length: 5 * 8 * 3 }, (_, i) => {
          const [y, x] = [Math.floor(i / 24), Math.floor(i / 3) % 8];
          const column = left + (mirrored ? 7 - x : x);
          return bytes[((image * 9 + top + y) * shape[1] + column) * 3 + (i % 3)];
        });
      const numbers = [0, 0, 0.49, 0.79, 0.86, 0.5, 0.81, 0.99, 0.1];
      const drawn = imageBatch(dataset, [0, 1, 1], () => numbers.shift() ?? 1, size);
      const cuts = [cut(0, 0, 0, true), cut(1, 3, 6, false), cut(1, 4, 6, true)];
      const expected = {
        ...{ ...dataset, shape: [5, 8, 3] as const },
        ...{ images: Uint8Array.from(cuts.flat()), labels: new Uint8Array(3) },
      };
      expect(all(drawn.images)).to.deep.equal(
        all(imageBatch(expected, [0, 1, 2], undefined, size).images),
      );
      expect([...drawn.labels.dataSync()]).to.deep.equal([0, 1, 1]);
    });
  });

  for (const backend of ["wasm", "cpu"]) {
    it(`keeps the images of a batch when the next one is made, on ${backend}`, async () => {
      await tf.setBackend(backend);
      const dataset = blobs(2, 1);
      const batches = [0, 1].map((index) => imageBatch(dataset, [index]).images);
      const alone = [0, 1].map((index) => valuesOf(imageBatch(dataset, [index]).images));
      expect(batches.map(valuesOf)).to.deep.equal(alone);
      expect(alone[0]).not.to.deep.equal(alone[1]);
      await tf.setBackend("wasm");
    });
  }

  it("names an image that the dataset does not have", () => {
    for (const index of [4, -1, 0.5]) {
      expect(() => imageBatch(blobs(4, 1), [0, index])).to.throw(
        RangeError,
        `imageBatch: there is no image ${index}; the dataset has 4`,
      );
    }
  });

  it("names the size of images that are smaller than the crop", () => {
    for (const [rows, cols] of [
      [23, 30],
      [30, 23],
    ] as const) {
      expect(() => imageBatch(blobs(1, 1, [rows, cols]), [0])).to.throw(
        RangeError,
        `imageBatch: images of ${rows}×${cols} pixels are smaller than the 24×24 crop`,
      );
    }
    expect(imageBatch(blobs(1, 1, [24, 24]), [0]).images.shape).to.deep.equal([1, 24, 24, 3]);
  });
});
