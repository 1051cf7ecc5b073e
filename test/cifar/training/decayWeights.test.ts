import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn } from "lib/cifar";
import { decayWeights } from "../../../lib/cifar/training/decayWeights.ts";

describe("decayWeights", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("takes its share of the kernels and leaves biases and scales alone", () => {
    const model = cifarCnn({ filters: 4, kernelSize: 3, batchNorm: true });
    const values = () => model.trainableWeights.map((weight) => weight.read().dataSync());
    const before = values();
    decayWeights(model, 0.25);
    for (const [i, after] of values().entries()) {
      const share = model.trainableWeights[i].shape.length > 1 ? 0.75 : 1;
      expect(after).to.deep.equal(before[i].map((w) => w * share));
    }
  });
});
