import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, historyOf, train } from "lib/cifar";
import { blobs } from "../blobs.ts";

/** Bytes in use, without what waits to be collected. */
function memory(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage.rss();
}

describe("train", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("takes no more memory with every few hundred steps", async () => {
    const data = { train: blobs(120, 1), validation: blobs(40, 2) };
    const model = cifarCnn({ filters: [4, 4, 4], kernelSize: 3, classes: 2 });
    const options = { batchSize: 5, validateEvery: 1e9, onProgress() {} };
    const used: number[] = [];
    for (const iterations of [300, 800, 1300, 1800]) {
      const resume = used.length ? historyOf(model) : undefined;
      await train(model, data, { ...options, iterations, resume });
      used.push(memory());
    }
    const grown = used.slice(1).map((bytes, i) => bytes - used[i]);
    expect(Math.min(...grown)).to.be.below(10e6); // what leaks grows each time
  });
});
