import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { gridSearch, seedRuns } from "lib/cifar";
import { finished, scripted, tiny } from "./tiny.ts";

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

  it("gives the mean of the last 50 losses, and the time of each", async () => {
    const losses = Array.from({ length: 60 }, (_, i) => (i < 10 ? 1000 : i));
    const workers = scripted(({ seed }) => finished(0.5, losses, seed));
    expect(await seedRuns([3, 1], { ...tiny, workers })).to.deep.equal([
      { seed: 3, accuracy: 0.5, loss: 34.5, seconds: 3 },
      { seed: 1, accuracy: 0.5, loss: 34.5, seconds: 1 },
    ]);
  });

  it("names the seed of a run that failed, or did not end", async () => {
    const failed = { status: "failed", reason: "no memory", seconds: 1 } as const;
    const failure = (outcome?: typeof failed) => {
      const workers = scripted(({ seed }) => (seed === 2 ? outcome : finished(0.5)));
      return seedRuns([1, 2], { ...tiny, workers }).then(String, String);
    };
    expect(await failure(failed)).to.equal(
      "Error: seedRuns: the run with seed 2 failed: no memory",
    );
    expect(await failure()).to.equal("Error: seedRuns: the run with seed 2 was interrupted");
  });
});
