import { expect } from "chai";
import type { History, Hyperparameters } from "lib/cifar";
import { endOf, hasDiverged, iterationsLeft } from "../../../lib/cifar/training/runEnd.ts";
import { settingsOf } from "../../../lib/cifar/training/trainOptions.ts";

/** A history of so many losses, the last of which is given, and of measurements every 10 iterations. */
function history(iterations: number, accuracies: readonly number[] = [], last = 1): History {
  return {
    trainLoss: Array.from({ length: iterations }, (_, i) => ({
      iteration: i + 1,
      value: i + 1 === iterations ? last : 1,
    })),
    validationAccuracy: accuracies.map((value, i) => ({ iteration: 10 * (i + 1), value })),
    seconds: 1,
  };
}
const settings = (options: Hyperparameters = {}) =>
  settingsOf({ iterations: 100, validateEvery: 10, learningRate: 0.5, ...options });

describe("the iterations that are left of a run", () => {
  const left = (iteration: number, accuracies: number[], options: Hyperparameters = {}) => {
    const { atLeast, atMost } = iterationsLeft(
      history(iteration, accuracies),
      iteration,
      settings(options),
    );
    return [atLeast, atMost];
  };

  it("are those that it may take where it stops no earlier", () => {
    expect(left(0, [])).to.deep.equal([100, 100]);
    expect(left(63, [0.1, 0.2])).to.deep.equal([37, 37]);
  });

  it("are at least those until the patience ends, if no measurement is a gain", () => {
    const patience = 3;
    expect(left(10, [0.1], { patience })).to.deep.equal([20, 90]); // the first one is a gain
    expect(left(13, [0.1], { patience })).to.deep.equal([27, 87]);
    expect(left(20, [0.2, 0.1], { patience })).to.deep.equal([10, 80]);
    expect(left(25, [0.2, 0.1], { patience })).to.deep.equal([15, 75]);
    expect(left(95, [0.1], { patience })).to.deep.equal([5, 5]);
    expect(left(40, [0.3, 0.1, 0.2, 0.1], { patience })).to.deep.equal([0, 60]);
    const rising = [0.1, 0.11, 0.12];
    expect(left(30, rising, { patience })).to.deep.equal([20, 70]);
    expect(left(30, rising, { patience, minDelta: 0.1 })).to.deep.equal([0, 70]);
  });
});

describe("the end of a run", () => {
  const end = (of: History, options: Hyperparameters = {}) => endOf(of, settings(options));

  it("is that all its iterations are done", () => {
    expect(end(history(99))).to.equal(undefined);
    expect(end(history(100))).to.equal("all iterations done");
  });

  it("is that its patience has ended", () => {
    const accuracies = [0.3, 0.1, 0.2];
    expect(end(history(30, accuracies))).to.equal(undefined);
    expect(end(history(30, accuracies), { patience: 3 })).to.equal(undefined);
    expect(end(history(30, accuracies), { patience: 2 })).to.equal(
      "no new best validation accuracy in 2 measurements",
    );
    expect(end(history(30, [0.1, 0.15, 0.2]), { patience: 2, minDelta: 0.2 })).to.match(
      /in 2 measurements$/,
    );
  });

  it("is that its latest loss is no number, with a rate to try", () => {
    expect(hasDiverged(history(0))).to.equal(false);
    expect(hasDiverged(history(5))).to.equal(false);
    for (const loss of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(hasDiverged(history(5, [], loss))).to.equal(true);
      expect(end(history(5, [], loss))).to.equal(
        `diverged: the loss is ${loss} at the learning rate 0.5; try 0.05 or less`,
      );
    }
    expect(hasDiverged(history(1, [], Number.NaN))).to.equal(true);
    const failed = history(5, [], Number.NaN);
    expect(end(failed, { learningRate: 0.26 })).to.match(/; try 0\.03 or less$/);
    expect(end(failed, { learningRate: 0.237 })).to.match(/rate 0\.237; try 0\.02 or less$/);
    expect(end(failed, { learningRate: 70 })).to.match(/; try 0\.05 or less$/);
    expect(end(failed, { optimizer: "adam" })).to.match(/; try 0\.001 or less$/);
  });
});
