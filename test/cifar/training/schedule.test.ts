import { expect } from "chai";
import { SCHEDULES } from "lib/cifar";

const along = (name: keyof typeof SCHEDULES, ...points: number[]) =>
  points.map((done) => Number(SCHEDULES[name](done).toFixed(12)));

describe("SCHEDULES", () => {
  it("constant: the same rate throughout", () => {
    expect(along("constant", 0, 0.5, 1)).to.deep.equal([1, 1, 1]);
  });

  it("cosine: from the whole rate over half of it to none", () => {
    expect(along("cosine", 0, 1 / 3, 0.5, 1)).to.deep.equal([1, 0.75, 0.5, 0]);
  });

  it("oneCycle: up to the whole rate in a quarter, then straight down to none", () => {
    expect(along("oneCycle", 0, 0.125, 0.25, 0.625, 1)).to.deep.equal([0.1, 0.55, 1, 0.5, 0]);
  });
});
