import { expect } from "chai";
import {
  combinations,
  HYPERPARAMETERS,
  hyperparametersText,
  valueText,
} from "../../../lib/cifar/gridSearch/hyperparameters.ts";

describe("the hyperparameters of a search", () => {
  it("come in every combination, the last one changing fastest", () => {
    expect(combinations({ learningRate: [0.1, 1], filters: [4], seed: [1, 2] })).to.deep.equal([
      { learningRate: 0.1, filters: 4, seed: 1 },
      { learningRate: 0.1, filters: 4, seed: 2 },
      { learningRate: 1, filters: 4, seed: 1 },
      { learningRate: 1, filters: 4, seed: 2 },
    ]);
    expect(combinations({})).to.deep.equal([{}]);
  });

  it("are said in words", () => {
    expect([[16, 32], 5, true, "adam"].map(valueText)).to.deep.equal([
      ...["16, 32", "5", "true", "adam"],
    ]);
    expect(hyperparametersText({ learningRate: 0.05, filters: [16, 32] })).to.equal(
      "learningRate 0.05, filters [16,32]",
    );
  });

  it("are those of the network and of its training, but for what the data decide", () => {
    expect(HYPERPARAMETERS).to.have.length(18).and.include.members(["preset", "size", "seed"]);
    expect(HYPERPARAMETERS).to.not.include("classes").and.not.include("channels");
  });
});
