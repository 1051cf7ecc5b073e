import { expect } from "chai";
import { type EngineTask, gridSearch, type SearchSpace } from "lib/cifar";
import type { Entry } from "../../../lib/cifar/gridSearch/trial.ts";
import { blobs } from "../blobs.ts";

/** What an engine is given: every option of a search, without a trial that runs. */
async function given(space: SearchSpace, fixed: object): Promise<[readonly Entry[], EngineTask]> {
  let received: [readonly Entry[], EngineTask] | undefined;
  await gridSearch(space, {
    data: { train: blobs(60, 1), validation: blobs(20, 2) },
    onProgress: () => {},
    ...fixed,
    workers: {
      async run(...all) {
        received = all;
      },
    },
  });
  if (!received) throw new Error("the engine was given nothing");
  return received;
}

describe("the trials of a grid search", () => {
  it("have every hyperparameter that is fixed, and theirs of the space", async () => {
    const fixed = {
      ...{ layers: 2, filters: 4, kernelSize: 3, batchNorm: true, size: 20 },
      ...{ iterations: 40, batchSize: 10, learningRate: 0.02, schedule: "cosine" },
      ...{ optimizer: "nesterov", momentum: 0.8, weightDecay: 0.01, augment: true },
      ...{ validateEvery: 5, patience: 3, minDelta: 0.125 },
    };
    const [trials] = await given({ seed: [3, 4] }, fixed);
    expect(trials.map(({ settings }) => settings)).deep.equal([
      { ...fixed, seed: 3 },
      { ...fixed, seed: 4 },
    ]);
    const short = { preset: "course", seed: 5, iterations: 50 };
    const [[trial]] = await given({ learningRate: [0.1] }, short);
    expect(trial.settings).deep.equal({ ...short, learningRate: 0.1, patience: 10 });
  });

  it("run on the backend that is wanted, wasm unless said, and end with the signal", async () => {
    const stop = new AbortController();
    const [, { backend, signal, data }] = await given({ seed: [1] }, { iterations: 50 });
    expect([backend, signal.aborted]).deep.equal(["wasm", false]);
    expect([data.train.labels.length, data.validation.labels.length]).deep.equal([60, 20]);
    stop.abort();
    const task = await given({ seed: [1] }, { backend: "tfjs-node", signal: stop.signal });
    expect([task[1].backend, task[1].signal.aborted]).deep.equal(["tfjs-node", true]);
  });
});
