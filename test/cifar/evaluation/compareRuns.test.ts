import { expect } from "chai";
import { compareRuns } from "lib/cifar";
import { randomNormal, seededRandom } from "lib/data";

describe("compareRuns", () => {
  it("gives what a table of Student's distribution has, for even and odd degrees of freedom", () => {
    // The two-sided 5 % and 1 % points: t, degrees of freedom.
    const table: [number, number, number][] = [
      [12.706, 1, 0.05],
      [4.303, 2, 0.05],
      [3.182, 3, 0.05],
      [2.776, 4, 0.05],
      [2.571, 5, 0.05],
      [2.306, 8, 0.05],
      [2.045, 29, 0.05],
      [9.925, 2, 0.01],
      [4.604, 4, 0.01],
      [2.763, 28, 0.01],
    ];
    for (const [t, freedom, chance] of table) {
      expect(compareRuns(...runsWith(t, freedom)).chance, `${t}`).to.be.closeTo(chance, 2e-4);
    }
  });

  it("works out a case by hand", () => {
    // Means 2 and 5, squares 2 and 2 in all, s² = 4 / 4 = 1, standard error √(1/3 + 1/3).
    const { difference, standardError, chance } = compareRuns([1, 2, 3], [4, 5, 6]);
    expect(difference).to.equal(-3);
    expect(standardError).to.be.closeTo(Math.sqrt(2 / 3), 1e-12);
    expect(chance).to.be.closeTo(0.0213, 1e-4);
  });

  it("is right about chance: of equal kinds, one in twenty differs at 5 %", () => {
    const random = seededRandom("equal kinds");
    const draw = () => Array.from({ length: 3 }, () => randomNormal(random));
    const found = Array.from({ length: 4000 }, () => compareRuns(draw(), draw()).chance);
    expect(found.filter((chance) => chance < 0.05).length / 4000).to.be.within(0.04, 0.06);
  });

  it("says the same of the kinds the other way round, one of which may have a single run", () => {
    const { difference, ...same } = compareRuns([3], [1, 2]);
    expect(difference).to.equal(1.5);
    expect(compareRuns([1, 2], [3])).to.deep.equal({ difference: -1.5, ...same });
  });

  it("says that equal runs are equal, and that runs without scatter differ", () => {
    expect(compareRuns([0.5, 0.5], [0.5, 0.5]).chance).to.equal(1);
    for (const runs of [[0.25], [0.25, 0.25], [0.25, 0.25, 0.25]]) {
      expect(compareRuns([0.5, 0.5], runs).chance).to.be.within(0, 1e-15);
    }
  });

  it("gives no chance below 0, wherever the sum is rounded up", () => {
    for (let t = 250; t < 400; t++) expect(compareRuns(...runsWith(t, 8)).chance).to.be.least(0);
  });

  it("refuses too few runs, and what is not a number", () => {
    expect(() => compareRuns([1], [2])).to.throw(RangeError, "[1] and [2]; it takes");
    expect(() => compareRuns([], [2, 3, 4])).to.throw(RangeError, "3 in all");
    expect(() => compareRuns([2, 3, 4], [])).to.throw(RangeError, "3 in all");
    expect(() => compareRuns([Number.NaN, 1], [2, 3])).to.throw(RangeError, "[NaN,1]");
    expect(() => compareRuns([2, 3], [1, Infinity])).to.throw(RangeError, "[1,Infinity]");
  });
});

/** Runs whose means differ by t standard errors. */
function runsWith(t: number, freedom: number): [number[], number[]] {
  const runs = Array.from({ length: freedom + 1 }, (_, i) => i);
  const { standardError } = compareRuns(runs, [0]);
  const mean = freedom / 2;
  return [runs.map((run) => run - mean + t * standardError), [0]];
}
