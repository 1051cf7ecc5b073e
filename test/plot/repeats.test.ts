import { expect } from "chai";
import { repeats } from "lib/plot";

describe("repeats", () => {
  const { data, layout } = repeats("Two networks", [
    { name: "default", accuracies: [0.4, 0.5, 0.6] },
    { name: "winner", accuracies: [0.7123456] },
  ]);

  it("draws every run of every experiment", () => {
    expect(data[0]).deep.include({ x: [0, 0, 0, 1], y: [40, 50, 60, 71.235] });
  });

  it("draws mean and standard deviation of the sample", () => {
    expect(data[1]).deep.include({ y: [50, 71.235], error_y: { type: "data", array: [10, 0] } });
  });

  it("says the same in words", () => {
    expect(layout.meta?.description).equal(
      "default: 50.0 ± 10.0 per cent in 3 runs. winner: 71.2 ± 0.0 per cent in 1 run.",
    );
  });

  it("tells the seeds apart by markers, across experiments", () => {
    const both = repeats("Two networks", [
      { name: "default", accuracies: [0.4, 0.5], seeds: [11, 12] },
      { name: "winner", accuracies: [0.6, 0.7], seeds: [11, 12] },
    ]);
    expect(both.data.map(({ name }) => name)).deep.equal([
      "seed 11",
      "seed 12",
      "mean ± standard deviation",
    ]);
    expect(both.data[1]).deep.include({ x: [0, 1], y: [50, 70] });
    const symbols = both.data.map((trace) => JSON.stringify(trace).match(/"symbol":"[^"]+"/)?.[0]);
    expect(new Set(symbols).size).equal(3);
  });
});
