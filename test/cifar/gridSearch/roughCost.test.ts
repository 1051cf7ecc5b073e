import { expect } from "chai";
import { roughCost } from "../../../lib/cifar/gridSearch/roughCost.ts";

describe("the rough cost of a trial", () => {
  /** Multiply-adds of the course's network: 10², 6² and 2² places of kernels 5². */
  const course = 100 * 25 * 3 * 16 + 36 * 25 * 16 * 16 + 4 * 25 * 16 * 32;

  it("is that of its products and 8 million a step, for the sizes that a trial has by itself", () => {
    expect(roughCost({})).to.equal(1000 * (8e6 + 100 * course));
    expect(roughCost({ iterations: 10, batchSize: 1 })).to.equal(10 * (8e6 + course));
  });

  it("counts kernels, filters and places of the images", () => {
    const one = { iterations: 1, batchSize: 1 };
    // kernel 3 of stride 2 on 8 × 10: 3 × 4 places, and then 1 × 2
    const products = 12 * 9 * 3 * 2 + 2 * 9 * 2 * 4;
    expect(roughCost({ ...one, size: [8, 10], kernelSize: 3, filters: [2, 4] })).to.equal(
      8e6 + products,
    );
  });
});
