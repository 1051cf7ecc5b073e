import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, evaluate, gridSearch, imageBatch, train } from "lib/cifar";
import { type Dataset, imageAt, subset } from "lib/data";
import { nearestImages } from "lib/knn";
import { checkImages } from "../../lib/data/checkDataset.ts";
import { blobs } from "../cifar/blobs.ts";

const whole = blobs(20, 1);

/** Where a dataset enters, and what it is called there. */
const entries: Record<string, (dataset: Dataset) => Promise<unknown>> = {
  "train: data.train": (dataset) => training({ train: dataset, validation: whole }),
  "train: data.validation": (dataset) => training({ train: whole, validation: dataset }),
  "evaluate: the dataset": (dataset) => evaluate(cifarCnn({ classes: 2 }), dataset),
  "gridSearch: data.train": (dataset) => search({ train: dataset, validation: whole }),
  "gridSearch: data.validation": (dataset) => search({ train: whole, validation: dataset }),
  "nearestImages: training": (dataset) => nearestImages(dataset, whole, 1),
  "nearestImages: queries": (dataset) => nearestImages(whole, dataset, 1),
};

function training(data: { train: Dataset; validation: Dataset }) {
  return train(cifarCnn({ classes: 2 }), data, { iterations: 1, batchSize: 5, onProgress() {} });
}

function search(data: { train: Dataset; validation: Dataset }) {
  return gridSearch({ seed: [1] }, { data, iterations: 1, validateEvery: 1, onProgress() {} });
}

/** What does not hold together, and what is said of it. */
const broken: Record<string, [change: object, message: RegExp]> = {
  "fewer images than labels": [
    { images: whole.images.subarray(0, 1000) },
    /^RangeError: .* has 20 labels and 1000 bytes of images; 20 images \[32,32,3\] have 61440$/,
  ],
  "more images than labels": [
    { labels: whole.labels.subarray(0, 19) },
    /^RangeError: .* has 19 labels and 61440 bytes of images; 19 images \[32,32,3\] have 58368$/,
  ],
  "labels that count from 1": [
    { labels: whole.labels.map((label) => label + 1) },
    /^RangeError: .* has the label 2 at image 1, but 2 classes, whose labels are 0 to 1; count from 0/,
  ],
  "labels of number[]": [
    { labels: [...whole.labels] },
    /^TypeError: .* has labels of type object, it takes its labels as Uint8Array$/,
  ],
  "labels of 16 bits": [
    { labels: Uint16Array.from(whole.labels) },
    /^TypeError: .* has labels of type Uint16Array, it takes its labels as Uint8Array$/,
  ],
  "pixels from 0 to 1": [
    { images: Float32Array.from(whole.images.slice(), (value) => value / 255) },
    /^TypeError: .* has images of type Float32Array, it takes its pixels, 0–255, as Uint8Array$/,
  ],
  "a shape without channels": [
    { shape: [32, 96] },
    /^RangeError: .* has the shape \[32,96\], it takes \[rows, cols, channels\]$/,
  ],
  "no images at all": [
    { images: new Uint8Array(), labels: new Uint8Array() },
    /^RangeError: .* has no images$/,
  ],
  "a class twice": [{ classes: ["red", "red"] }, /^RangeError: .* has the class "red" twice$/],
  "no classes": [{ classes: [] }, /^RangeError: .* has no classes; name them$/],
  "no names of classes": [
    { classes: 2 },
    /^TypeError: .* has the classes 2, it takes their names$/,
  ],
  "a class without a name": [
    { classes: ["red", 7] },
    /^TypeError: .* has the classes \["red",7\], it takes their names$/,
  ],
};

describe("a dataset that does not hold together", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  for (const [what, [change, message]] of Object.entries(broken)) {
    it(`is refused wherever it enters: ${what}`, async () => {
      for (const [name, enter] of Object.entries(entries)) {
        const error = await enter({ ...whole, ...change }).then(
          () => "nothing",
          (error: Error) => String(error),
        );
        expect(error, name).to.match(message);
        expect(error).to.include(name);
      }
    });
  }

  it("is refused with any shape that is no three whole numbers from 1", () => {
    for (const shape of [
      [0, 32, 3],
      [32, -1, 3],
      [32, 32, 0],
      [32, 32, 1.5],
      [32, 32, 3, 1],
      [],
      [32, 32, Number.NaN],
    ]) {
      const dataset = Object.assign({ ...whole }, { shape });
      expect(() => checkImages("the dataset", dataset)).to.throw(
        RangeError,
        `the dataset has the shape [${shape}], it takes [rows, cols, channels]`,
      );
    }
    const smallest = { images: Uint8Array.of(7), labels: Uint8Array.of(0), shape: [1, 1, 1] };
    checkImages("the dataset", Object.assign({ ...whole }, smallest));
  });

  it("may have images that are not square, which are cut as others are", () => {
    const shape: [number, number, number] = [2, 3, 4];
    const images = Uint8Array.from({ length: 3 * 24 }, (_, i) => i);
    const dataset = { ...whole, shape, images, labels: Uint8Array.of(0, 1, 0) };
    checkImages("the dataset", dataset);
    expect(imageAt(dataset, 1)).to.deep.equal(images.subarray(24, 48));
    for (const part of [subset(dataset, 1, 2), subset(dataset, [1])]) {
      expect(part.images.slice()).to.deep.equal(images.slice(24, 48));
    }
  });

  it("is refused where there is none", async () => {
    const name = "evaluate: the dataset"; // train and gridSearch look at all of data before
    const message = await entries[name](JSON.parse("null")).catch(String);
    expect(message).to.equal(`TypeError: ${name} is null, it takes a Dataset`);
  });

  it("is refused where the classes of training and validation set differ", async () => {
    const validation = { ...whole, classes: whole.classes.toReversed() };
    for (const [caller, enter] of Object.entries({ train: training, gridSearch: search })) {
      const error = await enter({ train: whole, validation }).catch(String);
      expect(error).to.equal(
        `RangeError: ${caller}: data.train has the classes red,green, data.validation green,red; ` +
          "a label must mean the same in both",
      );
    }
  });

  it("is refused by imageBatch, at the image that is wanted", () => {
    const labels = whole.labels.with(3, 2);
    expect(() => imageBatch({ ...whole, labels }, [3])).to.throw(
      RangeError,
      "the label 2 at image 3",
    );
    expect(() => imageBatch({ ...whole, images: whole.images.subarray(1) }, [3])).to.throw(
      RangeError,
      "imageBatch: the dataset has 20 labels and 61439 bytes",
    );
    expect(imageBatch({ ...whole, labels }, [2]).classes).to.equal(2);
  });
});
