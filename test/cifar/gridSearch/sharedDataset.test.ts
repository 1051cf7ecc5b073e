import { expect } from "chai";
import { receivedDataset, sharedDataset } from "../../../lib/cifar/gridSearch/sharedDataset.ts";
import { blobs } from "../blobs.ts";

const bytesIn = (some: unknown) => (some instanceof Uint8Array ? some : new Uint8Array());

describe("a dataset for threads", () => {
  const dataset = blobs(3, 1);

  it("has its bytes in memory that they share, and is whole in a thread", () => {
    const shared = sharedDataset(dataset);
    for (const bytes of [shared.images, shared.labels]) {
      expect(bytesIn(bytes).buffer).to.be.instanceOf(SharedArrayBuffer);
    }
    const received = receivedDataset(shared);
    expect(received.images.slice()).to.deep.equal(dataset.images.slice());
    expect({ ...received, images: 0 }).to.deep.equal({ ...dataset, images: 0 });
  });

  it("is not copied again where its bytes are there already, or cannot be", () => {
    const shared = sharedDataset(dataset);
    const again = sharedDataset(receivedDataset(shared));
    expect(again.images).to.equal(shared.images);
    expect(again.labels).to.equal(shared.labels);
    const { SharedArrayBuffer: kept } = globalThis;
    Reflect.deleteProperty(globalThis, "SharedArrayBuffer");
    try {
      expect(sharedDataset(dataset).images).to.equal(dataset.images);
    } finally {
      Object.assign(globalThis, { SharedArrayBuffer: kept });
    }
  });
});
