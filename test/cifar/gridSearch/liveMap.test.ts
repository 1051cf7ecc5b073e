import { expect } from "chai";
import { liveMap } from "../../../lib/cifar/gridSearch/liveMap.ts";
import { rankedTrials, type Trial } from "../../../lib/cifar/gridSearch/trial.ts";

const finished = (learningRate: number, seed: number, value: number): Trial => {
  const best = { iteration: 5, value };
  const stopped = { iteration: 9, reason: "done" };
  const history = { trainLoss: [], validationAccuracy: [best], best, stopped, seconds: 1 };
  const hyperparameters = { learningRate, seed };
  const outcome = { status: "finished", history, weights: [] } as const;
  return rankedTrials([{ hyperparameters, settings: hyperparameters, outcome }])[0];
};

/** The table's cells, row by row, with their shade. */
const cells = (html: string) =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) =>
    row
      .replace(/<td style="background:rgba\(31, 119, 180, ([\d.]+)\)">/g, "|$1 ")
      .replace(/<td>/g, "|")
      .replace(/<[^>]*>/g, ""),
  );

describe("the map of a search that goes on", () => {
  const space = { learningRate: [0.1, 1], seed: [1, 2, 3], batchSize: [10] };

  it("has a row and a column of each value, the best darkest, and what did not finish", () => {
    const hyperparameters = { learningRate: 1, seed: 3 };
    const trials: Trial[] = [
      finished(0.1, 2, 0.5),
      finished(0.1, 1, 0.4),
      finished(1, 1, 0.3),
      finished(1, 1, 0.1), // a worse one of the same values
      { hyperparameters, status: "diverged", reason: "NaN", seconds: 1 },
    ];
    const html = liveMap({ space, trials });
    expect(html).contain("<caption>Best validation accuracy so far</caption>");
    expect(cells(html)).deep.equal([
      "learningRate \\ seed123",
      "0.1|0.48 40.0 %|0.60 50.0 %|",
      "1|0.35 30.0 %||diverged",
    ]);
  });

  it("is as dark as can be where there is one accuracy", () => {
    expect(cells(liveMap({ space, trials: [finished(0.1, 2, 0.5)] }))[1]).equal(
      "0.1||0.60 50.0 %|",
    );
  });

  it("is empty where fewer than two vary, or it had more than 200 cells", () => {
    const values = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
    expect(liveMap({ space: { seed: [1, 2], batchSize: [10] }, trials: [] })).equal("");
    expect(liveMap({ space: { seed: values(20), iterations: values(10) }, trials: [] })).not.equal(
      "",
    );
    for (const [rows, columns] of [
      [67, 3],
      [3, 67],
    ]) {
      const space = { seed: values(rows), iterations: values(columns) };
      expect(liveMap({ space, trials: [] })).equal("");
    }
  });
});
