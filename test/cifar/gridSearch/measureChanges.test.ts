import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { changes, measureChanges, seedRuns } from "lib/cifar";
import { tiny } from "./tiny.ts";

describe("measureChanges", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("runs each change with every seed, as seedRuns does with its options", async () => {
    const tried = changes.filter(({ name }) => name === "none" || name === "crop and flip");
    const common = { ...tiny, iterations: 4, patience: 4 };
    const measured = await measureChanges([1, 2], common, tried);
    expect(measured.map(({ name }) => name)).to.deep.equal(["none", "crop and flip"]);
    const alone = await seedRuns([2], { ...common, augment: true });
    const [, { iterations, options, runs }] = measured;
    expect([iterations, options]).to.deep.equal([4, { augment: true }]);
    expect(runs[1].accuracy).to.equal(alone[0].accuracy);
    expect(runs[1].loss).to.be.closeTo(alone[0].loss, 1e-4);
    expect(measured[0].runs[1].loss).to.not.equal(runs[1].loss);
  });
});
