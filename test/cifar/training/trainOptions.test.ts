import { expect } from "chai";
import {
  checkWholeNumbers,
  type Hyperparameters,
  settingsOf,
} from "../../../lib/cifar/training/trainOptions.ts";

describe("the settings of a run", () => {
  it("are the assignment's unless given", () => {
    expect(settingsOf({})).to.deep.equal({
      iterations: 1000,
      batchSize: 100,
      learningRate: 0.05,
      schedule: "constant",
      optimizer: "sgd",
      momentum: 0,
      weightDecay: 0,
      augment: false,
      validateEvery: 50,
      patience: undefined,
      minDelta: 0,
      seed: 1,
    });
  });

  it("have the momentum of their optimiser, and the optimiser of their momentum", () => {
    const chosen = (options: Hyperparameters) => {
      const { optimizer, momentum } = settingsOf(options);
      return [optimizer, momentum];
    };
    expect(chosen({ momentum: 0 })).to.deep.equal(["momentum", 0]);
    expect(chosen({ momentum: 0.5 })).to.deep.equal(["momentum", 0.5]);
    expect(chosen({ optimizer: "momentum" })).to.deep.equal(["momentum", 0.9]);
    expect(chosen({ optimizer: "nesterov" })).to.deep.equal(["nesterov", 0.9]);
    expect(chosen({ optimizer: "adam" })).to.deep.equal(["adam", 0]);
    expect(chosen({ optimizer: "sgd", momentum: 0 })).to.deep.equal(["sgd", 0]);
  });

  it("reach to the edge of what an option takes", () => {
    const edges: Hyperparameters[] = [
      { iterations: 1 },
      { batchSize: 1 },
      { validateEvery: 1 },
      { patience: 1 },
      { learningRate: Number.MIN_VALUE },
      { momentum: 0.999 },
      { weightDecay: 0 },
      { patience: 1, minDelta: 0.1 },
      { seed: 0 },
      { schedule: (part) => 1 - part },
    ];
    for (const options of edges) expect(settingsOf(options)).to.deep.include(options);
  });

  const whole = "a whole number from 1";
  const refused: [wrong: object, said: string][] = [
    ...["iterations", "batchSize", "validateEvery", "patience"].flatMap((name) =>
      [0, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map((value): [object, string] => [
        { [name]: value },
        `${name} is ${value}, it takes ${whole}`,
      ]),
    ),
    [{ learningRate: 0 }, "learningRate is 0, it takes a number above 0"],
    [{ learningRate: Infinity }, "learningRate is Infinity, it takes a number above 0"],
    [{ momentum: -0.1 }, "momentum is -0.1, it takes a number from 0 to below 1"],
    [{ momentum: 1 }, "momentum is 1, it takes a number from 0 to below 1"],
    [{ weightDecay: -1 }, "weightDecay is -1, it takes a number from 0"],
    [{ weightDecay: Infinity }, "weightDecay is Infinity, it takes a number from 0"],
    [{ minDelta: -1, patience: 2 }, "minDelta is -1, it takes a number from 0"],
    [{ minDelta: 0.1 }, "minDelta is 0.1, it takes nothing without patience"],
    [{ augment: 1 }, "augment is 1, it takes true or false"],
    [
      { optimizer: "rmsprop" },
      'optimizer is "rmsprop", it takes one of "sgd", "momentum", "nesterov", "adam"',
    ],
    [
      { optimizer: "sgd", momentum: 0.9 },
      'momentum is 0.9, but optimizer "sgd" has none; take "momentum" or "nesterov"',
    ],
    [
      { optimizer: "adam", momentum: 0.9 },
      'momentum is 0.9, but optimizer "adam" has none; take "momentum" or "nesterov"',
    ],
    [{ seed: -1 }, "seed is -1, it takes a whole number from 0"],
    [{ schedule: "linear" }, 'schedule is "linear", it takes one of "constant", '],
  ];
  for (const [wrong, said] of refused) {
    it(`are refused where ${said}`, () => {
      expect(() => settingsOf(wrong)).to.throw(RangeError, `train: ${said}`);
    });
  }

  it("name the first of several numbers that is none", () => {
    checkWholeNumbers({ a: 1, b: 2 });
    expect(() => checkWholeNumbers({ a: 1, b: 0, c: 0 })).to.throw(RangeError, "train: b is 0");
  });
});
