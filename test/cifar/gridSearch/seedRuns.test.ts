import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { gridSearch, seedRuns } from "lib/cifar";
import { tiny } from "./tiny.ts";

describe("seedRuns", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("gives what gridSearch finds for each seed, in the order of the seeds", async () => {
    const seeds = [9, 2, 5];
    const runs = await seedRuns(seeds, tiny);
    expect(runs.map(({ seed }) => seed)).to.deep.equal(seeds);
    const { trials } = await gridSearch({ seed: [2] }, tiny);
    const [trial] = trials;
    if (trial.status !== "finished") throw new Error(trial.reason);
    expect(runs[1].accuracy).to.equal(trial.validationAccuracy);
    const losses = trial.history.trainLoss.map(({ value }) => value);
    const mean = losses.reduce((sum, value) => sum + value, 0) / losses.length;
    expect(runs[1].loss).to.be.closeTo(mean, 1e-12);
    expect(new Set(runs.map(({ loss }) => loss)).size).to.equal(3);
  });

  it("names the seed of a run that diverged", async () => {
    const failure = await seedRuns([4], { ...tiny, learningRate: 1e38 }).then(String, String);
    expect(failure).to.include("seedRuns: the run with seed 4 diverged");
  });
});
