import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { centralCrop, imageBatch } from "lib/cifar";
import { imageAt } from "lib/data";
import { blobs } from "../blobs.ts";

const dataset = blobs(4, 1);

describe("centralCrop", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("shows in bytes what the network is given, standardised", () => {
    const { images, labels, shape } = centralCrop(dataset, [3, 1]);
    expect(shape).to.deep.equal([24, 24, 3]);
    expect([...labels]).to.deep.equal([1, 1]);
    const batch = imageBatch(dataset, [3, 1]);
    const standardised = batch.images.unstack().map((image) => image.dataSync());
    [0, 1].forEach((i) => {
      const bytes = Float32Array.from(images.slice(i * 1728, (i + 1) * 1728));
      const mean = bytes.reduce((sum, byte) => sum + byte, 0) / 1728;
      const deviation = Math.sqrt(bytes.reduce((sum, byte) => sum + (byte - mean) ** 2, 0) / 1728);
      bytes.forEach((byte, j) => {
        expect(standardised[i][j]).to.be.closeTo((byte - mean) / deviation, 1e-4);
      });
    });
  });

  it("takes all images unless told which, and any size that they have", () => {
    const all = centralCrop(dataset, undefined, [32, 2]);
    expect(all.shape).to.deep.equal([32, 2, 3]);
    const row = imageAt(dataset, 2).subarray((7 * 32 + 15) * 3, (7 * 32 + 17) * 3);
    expect([...imageAt(all, 2).subarray(7 * 6, 8 * 6)]).to.deep.equal([...row]);
    expect(centralCrop(dataset, [0], [2, 32]).shape).to.deep.equal([2, 32, 3]);
    expect(() => centralCrop(dataset, [0], [2, 33])).to.throw(RangeError, "the 2×33 crop");
    expect(() => centralCrop(dataset, [0], [33, 2])).to.throw(
      RangeError,
      "smaller than the 33×2 crop",
    );
    expect(() => centralCrop(dataset, [9])).to.throw(RangeError);
  });
});
