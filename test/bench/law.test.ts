import { expect } from "chai";
import { durations, leastTime } from "../../bench/search/law.ts";

const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

describe("the law of the simulated trials", () => {
  it("draws as many as are asked for, of the mean that is asked for, the same each time", () => {
    const drawn = durations(1000, 0.4, [0.5, 1, 1.5]);
    expect(drawn).to.have.length(1000);
    expect(mean(drawn)).to.be.closeTo(0.4, 1e-12);
    expect(durations(1000, 0.4, [0.5, 1, 1.5])).to.deep.equal(drawn);
  });

  it("draws each like one of the shape, a tenth longer or shorter by chance", () => {
    const logarithms = durations(4000, 1, [1]).map(Math.log);
    const spread = Math.sqrt(mean(logarithms.map((each) => (each - mean(logarithms)) ** 2)));
    expect(spread).to.be.closeTo(0.1, 0.005);
    const short = durations(3000, 1, [0.1, 1, 1]).filter((each) => each < 0.4);
    expect(short.length / 3000).to.be.closeTo(1 / 3, 0.03);
  });
});

describe("the least time of trials", () => {
  for (const [workers, times, least] of [
    [1, [3, 1, 2], 6],
    [2, [3, 1, 2], 3],
    [2, [1, 1, 3], 4],
    [3, [3, 1, 2], 3],
    [5, [3, 1, 2], 3],
  ] as const) {
    it(`is ${least} for ${times} on ${workers}, each taking the next when it is free`, () => {
      expect(leastTime(times, workers)).to.equal(least);
    });
  }
});
