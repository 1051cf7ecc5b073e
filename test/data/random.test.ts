import { expect } from "chai";
import { randomNormal, randomPermutation, seededRandom } from "lib/data";

describe("a random permutation", () => {
  it("is each of all with the same probability", () => {
    const random = seededRandom(1);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = randomPermutation(3, random).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).to.deep.equal([
      ...["0,1,2", "0,2,1", "1,0,2", "1,2,0", "2,0,1", "2,1,0"],
    ]);
    for (const count of counts.values()) expect(count).to.be.within(900, 1100);
  });

  it("draws one number less than there are, so that others who draw go on where they did", () => {
    for (const [n, expected] of [
      [0, 0],
      [1, 0],
      [5, 4],
    ]) {
      let drawn = 0;
      randomPermutation(n, () => ++drawn / 10);
      expect(drawn, `of ${n}`).to.equal(expected);
    }
  });
});

describe("draws from the normal distribution", () => {
  it("have the mean 0, the variance 1 and the fourth moment 3", () => {
    const random = seededRandom(1);
    const draws = Array.from({ length: 100_000 }, () => randomNormal(random));
    const moment = (power: number) =>
      draws.reduce((sum, draw) => sum + draw ** power, 0) / draws.length;
    for (const [i, expected] of [0, 1, 0, 3].entries()) {
      expect(moment(i + 1), `moment ${i + 1}`).to.be.closeTo(expected, 0.05);
    }
  });
});
