import { expect } from "chai";
import { accuracyByK } from "lib/plot";

describe("accuracyByK", () => {
  it("draws a curve a metric in per cent, and what guessing would give", () => {
    const accuracies = [
      { k: 1, accuracy: 0.25 },
      { k: 5, accuracy: 0.5 },
    ];
    const { data } = accuracyByK([{ metric: "L1", accuracies }], 10);
    expect(data[0]).deep.include({ name: "L1", x: [1, 5], y: [25, 50] });
    expect(data[1]).deep.include({ name: "guessing", x: [1, 5], y: [10, 10] });
  });
});
