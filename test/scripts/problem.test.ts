import { expect } from "chai";
import { summary } from "../../scripts/setup/problem.mjs";

describe("the summary of faults", () => {
  it("is the first, and how many more there are", () => {
    expect(summary([])).to.equal(undefined);
    expect(summary(["a is missing"])).to.equal("a is missing");
    expect(summary(["a is missing", "b"])).to.equal("a is missing, and 1 more");
    expect(summary(["a is missing", "b", "c"])).to.equal("a is missing, and 2 more");
  });
});
