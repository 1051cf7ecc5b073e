import { expect } from "chai";
import { type ChangeRuns, changeRuns, changes } from "lib/cifar";

describe("changeRuns", () => {
  it("has every change, none first, with the same seeds and length", () => {
    const { measured } = changeRuns;
    expect(measured.map(({ name }) => name)).to.deep.equal(changes.map(({ name }) => name));
    expect(measured[0].options).to.deep.equal({});
    const length = ({ iterations, runs }: ChangeRuns) => [
      iterations,
      ...runs.map(({ seed }) => seed),
    ];
    for (const each of measured) expect(length(each), each.name).to.deep.equal(length(measured[0]));
    expect(measured[0].runs.length).to.be.at.least(5);
    for (const { accuracy } of measured.flatMap(({ runs }) => runs)) {
      expect(accuracy).to.be.within(0.25, 0.75);
    }
  });

  it("was measured with these options: who changes them measures anew", () => {
    expect(Object.fromEntries(changes.map(({ name, options }) => [name, options]))).to.deep.equal({
      none: {},
      momentum: { momentum: 0.9, learningRate: 0.01 },
      schedule: { schedule: "oneCycle", learningRate: 0.1 },
      wider: { filters: [32, 32, 64] },
      "batch norm": { batchNorm: true },
      "crop and flip": { augment: true },
      "weight decay": { weightDecay: 0.005 },
    });
  });
});
