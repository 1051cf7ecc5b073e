import { expect } from "chai";
import { type Dataset, imageAt, subset } from "lib/data";

describe("a part of a dataset", () => {
  const source = { synthetic: true, description: "Four images of two bytes." };
  const images = Uint8Array.of(10, 11, 20, 21, 30, 31, 40, 41);
  const dataset: Dataset = {
    images,
    labels: Uint8Array.of(1, 2, 3, 4),
    classes: ["a", "b", "c", "d", "e"],
    shape: [1, 2, 1],
    source,
  };

  it("is one image, seen in place", () => {
    expect([...imageAt(dataset, 2)]).to.deep.equal([30, 31]);
    expect(imageAt(dataset, 2).buffer).to.equal(images.buffer);
  });

  it("refuses an image that is not there", () => {
    for (const i of [-1, 4, 1.5, Number.NaN]) {
      expect(() => imageAt(dataset, i)).to.throw(
        RangeError,
        `there is no image ${i}, the dataset has 0 … 3`,
      );
    }
  });

  it("is a range, seen in place", () => {
    const part = subset(dataset, 1, 3);
    expect([...part.images.slice()]).to.deep.equal([20, 21, 30, 31]);
    expect([...part.labels]).to.deep.equal([2, 3]);
    expect(imageAt(part, 0).buffer).to.equal(images.buffer);
    expect(part).to.include({ classes: dataset.classes, shape: dataset.shape, source });
    expect([...subset(dataset, 3).labels]).to.deep.equal([4]);
    expect([...subset(dataset, 2, 2).labels]).to.deep.equal([]);
  });

  it("refuses a range that reaches outside", () => {
    for (const [start, end] of [
      [-1, 2],
      [0, 5],
      [3, 2],
      [0.5, 2],
      [1, 2.5],
      [Number.NaN, 2],
      [0, Number.NaN],
      [5, 5],
    ]) {
      expect(() => subset(dataset, start, end)).to.throw(
        RangeError,
        `[${start}, ${end}) does not lie in the dataset's [0, 4)`,
      );
    }
  });

  it("is a choice of images in any order, copied", () => {
    const part = subset(dataset, [3, 0, 3]);
    expect([...part.images.slice()]).to.deep.equal([40, 41, 10, 11, 40, 41]);
    expect([...part.labels]).to.deep.equal([4, 1, 4]);
    imageAt(part, 0).fill(0);
    expect(images[6]).to.equal(40);
    expect(() => subset(dataset, [0, 4])).to.throw(RangeError, "there is no image 4");
  });
});
