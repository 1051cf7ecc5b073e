import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, evaluate, featuresOf, strongestPatches } from "lib/cifar";
import { blobs } from "./blobs.ts";

const dataset = blobs(3, 1);
const model = () => cifarCnn({ filters: 2, kernelSize: 3, classes: 2 });

/** What takes a whole number from 1, and what it is called there. */
const takers: Record<string, (value: number) => unknown> = {
  "evaluate: batchSize": (batchSize) => evaluate(model(), dataset, { batchSize }),
  "featuresOf: batchSize": (batchSize) => featuresOf(model(), "sum", dataset, batchSize),
  "strongestPatches: count": (count) => strongestPatches(model(), "conv1", dataset, count),
  "cifarCnn: kernelSize": (kernelSize) => cifarCnn({ kernelSize }),
  "cifarCnn: classes": (classes) => cifarCnn({ classes }),
  "cifarCnn: channels": (channels) => cifarCnn({ channels }),
  "cifarCnn: filters": (filters) => cifarCnn({ filters }),
  "cifarCnn: size": (size) => cifarCnn({ size, kernelSize: 1, layers: 1 }),
};

describe("what takes a whole number from 1", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  for (const [name, take] of Object.entries(takers)) {
    it(`refuses any other, and takes 1: ${name}`, async () => {
      for (const value of [0, -1, 1.5, Number.NaN]) {
        const refusal = await Promise.resolve()
          .then(() => take(value))
          .then(() => "nothing", String);
        expect(refusal)
          .to.match(RegExp(`^RangeError: ${name} is `))
          .and.include("whole number");
      }
      await take(1);
    });
  }
});
