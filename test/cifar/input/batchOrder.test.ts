import { expect } from "chai";
import { batchOrder } from "lib/cifar";

describe("the order of the images", () => {
  it("has every image once an epoch but for those that fill no batch, another order each", () => {
    const batchOf = batchOrder(11, 3, 5);
    const epochs = [0, 1].map((epoch) => [0, 1, 2].map((i) => [...batchOf(3 * epoch + i)]));
    for (const batches of epochs) {
      expect(batches.map(({ length }) => length)).to.deep.equal([3, 3, 3]);
      const images = batches.flat();
      expect(new Set(images)).to.have.length(9);
      for (const image of images) expect(image).to.be.within(0, 10);
    }
    expect(epochs[0]).to.not.deep.equal(epochs[1]);
  });

  it("is the same for the same seed, whichever batch is asked for first", () => {
    const [one, other] = [batchOrder(11, 3, 5), batchOrder(11, 3, 5)];
    const batches = [0, 1, 2, 3, 4, 5].map((i) => [...one(i)]);
    for (const i of [5, 0, 4, 2, 2, 3, 1]) expect([...other(i)]).to.deep.equal(batches[i]);
    expect([...batchOrder(11, 3, 6)(0)]).to.not.deep.equal(batches[0]);
  });

  it("takes a batch of all images, and refuses a larger one", () => {
    expect([...batchOrder(4, 4, 1)(0)].sort()).to.deep.equal([0, 1, 2, 3]);
    expect(() => batchOrder(4, 5, 1)).to.throw(
      RangeError,
      "train: batchSize is 5, the training set has 4 images; take a smaller batch",
    );
  });
});
