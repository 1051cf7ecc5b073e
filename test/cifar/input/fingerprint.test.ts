import { createHash } from "node:crypto";
import { expect } from "chai";
import type { Dataset } from "lib/data";
import { fingerprint } from "../../../lib/cifar/input/fingerprint.ts";

const source = { synthetic: true, description: "numbers" };

/** So many images of 2×3 pixels. */
const numbers = (count: number): Dataset => ({
  images: Uint8Array.from({ length: 6 * count }, (_, i) => (i * i) % 251),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
  classes: ["even", "odd"],
  shape: [2, 3, 1],
  source,
});

describe("the fingerprint of a dataset", () => {
  it("is the sum of what it has, however many images", async () => {
    for (const count of [0, 1, 499, 500, 501, 1001]) {
      const { images, labels } = numbers(count);
      const head = `{"classes":["even","odd"],"shape":[2,3,1],"images":${count}}`;
      const sum = createHash("sha256").update(head).update(labels).update(images.slice());
      expect(await fingerprint(numbers(count))).to.equal(sum.digest("hex"));
    }
  });

  it("reads some hundred whole images at a time", async () => {
    const read: [from: number, to: number][] = [];
    class Read extends Uint8Array {
      override subarray(from = 0, to = this.length) {
        read.push([from, Math.min(to, this.length)]);
        return this.slice(from, to);
      }
    }
    await fingerprint({ ...numbers(1001), images: new Read(6 * 1001) });
    expect(read.map(([from]) => from)).to.deep.equal([0, ...read.map(([, to]) => to).slice(0, -1)]);
    expect(read.filter(([from]) => from % 6 > 0)).to.deep.equal([]);
    expect(read.length).to.be.within(2, 20);
  });
});
