import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import {
  cifarCnn,
  gridSearch,
  type SearchProgress,
  type SearchSpace,
  searchMap,
  train,
} from "lib/cifar";
import { combinations } from "../../../lib/cifar/gridSearch/hyperparameters.ts";
import { roughCost } from "../../../lib/cifar/gridSearch/roughCost.ts";
import { SearchResult } from "../../../lib/cifar/gridSearch/searchResult.ts";
import type { Outcome } from "../../../lib/cifar/gridSearch/trial.ts";
import { blobs } from "../blobs.ts";
import { findings, threadsFromNow, tiny } from "./tiny.ts";

const space: SearchSpace = {
  learningRate: [0.01, 0.1, 1e38],
  kernelSize: [3, 13],
  optimizer: ["sgd", "momentum"],
};

describe("gridSearch", () => {
  let reference: SearchResult;
  let threads: ReturnType<typeof threadsFromNow>;
  before(async () => {
    await selectBackend({ threads: 1, log() {} });
    threads = threadsFromNow();
    reference = await gridSearch(space, { ...tiny, workers: 2 });
  });

  it("trains every combination and ranks them by validation accuracy", () => {
    const tried = reference.trials.map(({ hyperparameters }) => JSON.stringify(hyperparameters));
    expect(new Set(tried).size).to.equal(12);
    expect(tried).to.include('{"learningRate":0.1,"kernelSize":3,"optimizer":"momentum"}');
    const accuracies = reference.trials.flatMap((trial) =>
      trial.status === "finished" ? [trial.validationAccuracy] : [],
    );
    expect(accuracies).to.have.length(4);
    expect(accuracies).to.deep.equal(accuracies.toSorted((a, b) => b - a));
  });

  for (const workers of [1, 3]) {
    it(`finds the same with ${workers} workers as with 2`, async () => {
      const result = await gridSearch(space, { ...tiny, workers });
      expect(findings(result)).to.deep.equal(findings(reference));
    });
  }

  it("leaves nobody who listens for an interrupt", () => {
    expect(process.listenerCount("SIGINT")).to.equal(0);
  });

  it("tells of each trial when it begins and when it has ended", async () => {
    const told: string[] = [];
    const onProgress = ({ ended, running }: SearchProgress) => {
      const now = `${ended} ended, ${running.length} running`;
      if (now !== told.at(-1)) told.push(now);
    };
    await gridSearch({ learningRate: [0.01, 0.1] }, { ...tiny, workers: 1, onProgress });
    expect(told).to.deep.equal([
      "0 ended, 1 running",
      "1 ended, 0 running",
      "1 ended, 1 running",
      "2 ended, 0 running",
    ]);
  });

  it("hears of a trial a fifth of a second apart, by the time since it began", async () => {
    const told = new Set<number>();
    const onProgress = ({ running: [trial] }: SearchProgress) => {
      if (trial?.seconds !== undefined) told.add(trial.seconds);
    };
    const long = { ...tiny, iterations: 60, patience: 60, workers: 1, onProgress };
    const began = performance.now();
    await gridSearch({ seed: [1] }, long);
    const seconds = [...told];
    expect(seconds[0]).to.be.within(0, (performance.now() - began) / 1000);
    seconds.slice(1).forEach((next, i) => {
      expect(next - seconds[i]).to.be.at.least(0.2 - 1e-9);
    });
  });

  it("has no more workers than CNN_THREADS, asked for or not", async () => {
    process.env.CNN_THREADS = "1";
    try {
      for (const workers of [undefined, 3]) {
        let most = 0;
        const onProgress = ({ running }: SearchProgress) => {
          most = Math.max(most, running.length);
        };
        await gridSearch({ learningRate: [0.01, 0.1] }, { ...tiny, workers, onProgress });
        expect(most, `workers: ${workers}`).to.equal(1);
      }
    } finally {
      delete process.env.CNN_THREADS;
    }
  });

  it("leaves no thread", () => {
    expect(threads.running()).to.equal(0);
  });

  it("trains as train() does, to the last bit, and restores the best weights", async () => {
    const { data, onProgress: _, ...settings } = tiny;
    const { hyperparameters, history } = reference.winner;
    const model = cifarCnn({ filters: 2, classes: 2, ...hyperparameters });
    const { trainLoss, best } = await train(model, data, {
      ...settings,
      ...hyperparameters,
      onProgress: () => {},
    });
    expect(history.trainLoss).to.deep.equal(trainLoss);
    expect(history.best).to.deep.equal(best);
    const restored = reference.winnerModel().getWeights();
    for (const [i, weight] of model.getWeights().entries()) {
      expect([...restored[i].dataSync()]).to.deep.equal([...weight.dataSync()]);
    }
  });

  it("lists trials that diverge or fail with their reasons, and goes on", () => {
    const reasons = (status: string) =>
      reference.trials.filter((trial) => trial.status === status).map(({ reason }) => reason);
    expect(reasons("diverged")).to.have.length(2);
    for (const reason of reasons("diverged")) expect(reason).to.match(/^diverged: the loss is/);
    expect(reasons("failed")).to.have.length(6);
    for (const reason of reasons("failed")) expect(reason).to.match(/^cifarCnn: kernelSize is 13;/);
  });

  it("shows itself as a table of rank, hyperparameters, accuracy, iteration, end and seconds", () => {
    const bundle = Reflect.get(reference, Symbol.for("Jupyter.display")).call(reference);
    const [head, first] = bundle["text/plain"].split("\n");
    expect(head).to.match(
      /^rank +learningRate +kernelSize +optimizer +validation accuracy +best iteration +ended +seconds$/,
    );
    expect(first).to.match(/^1 +0\.\d+ +3 +\w+ +[\d.]+ % +\d +.* +\d+\.\d$/);
    expect(bundle["text/html"]).to.include(">diverged</td>");
  });
});

describe("searchMap", () => {
  const hyperparameters = [
    { layers: 1, seed: 1 },
    { layers: 1, seed: 2 },
    { layers: 2, seed: 1 },
  ];
  const outcomes = [0.4, 0.5].map((value): Outcome => {
    const best = { iteration: 2, value };
    const history = { trainLoss: [], validationAccuracy: [best], seconds: 1, best };
    const stopped = { iteration: 2, reason: "all iterations done" };
    return { status: "finished", history: { ...history, stopped }, weights: [] };
  });
  outcomes.push({ status: "diverged", reason: "the loss is NaN", seconds: 1 });
  const entries = hyperparameters.map((each, i) => {
    const all = { ...each, filters: [2, 4] };
    return { hyperparameters: all, settings: all, outcome: outcomes[i] };
  });
  const space: SearchSpace = { layers: [1, 2, 3], seed: [1, 2], filters: [[2, 4]] };
  const result = new SearchResult(entries, {
    space,
    notes: [],
    task: { classes: 2, channels: 3 },
    used: {},
  });

  it("shows of each cell's trials the best, or what became of them", () => {
    const { data, layout } = searchMap(result, "layers", "filters");
    const [{ text }] = data as { text: unknown }[];
    expect(text).to.deep.equal([["50.0 %", "diverged", "missing"]]);
    expect(layout.yaxis?.ticktext).to.deep.equal(["2, 4"]);
  });

  it("names a hyperparameter that was not varied", () => {
    expect(() => searchMap(result, "layers", "batchSize")).to.throw(
      RangeError,
      "the search has not varied batchSize; name two of layers, seed, filters",
    );
  });
});

describe("roughCost", () => {
  it("puts networks first that multiply more, and larger batches or more iterations", () => {
    const space: SearchSpace = { filters: [2, 4], batchSize: [5, 10, 40], iterations: [1, 3] };
    const longest = combinations(space).toSorted((a, b) => roughCost(b) - roughCost(a));
    expect(longest[0]).to.deep.equal({ filters: 4, batchSize: 40, iterations: 3 });
    expect(longest.at(-1)).to.deep.equal({ filters: 2, batchSize: 5, iterations: 1 });
    expect(roughCost({ filters: [16, 16, 32] })).to.equal(roughCost({}));
    // smaller kernels leave larger images to the layers after them
    expect(roughCost({ kernelSize: 3, filters: [16, 16, 32] })).to.be.above(
      roughCost({ kernelSize: 5, filters: [16, 16, 32] }),
    );
  });
});

describe("the winner of a search", () => {
  let result: SearchResult;
  before(async () => {
    await selectBackend({ threads: 1, log() {} });
    result = await gridSearch({ learningRate: [0.01, 0.1] }, tiny);
  });

  it("is evaluated on the test set once; the same images again give the same answer", async () => {
    const evaluation = await result.evaluateWinner(blobs(30, 3));
    expect(evaluation.predictions).to.have.length(30);
    expect(await result.evaluateWinner(blobs(30, 3))).to.equal(evaluation);
    const percent = (100 * evaluation.accuracy).toFixed(1);
    const error = await result.evaluateWinner(blobs(30, 4)).catch(({ message }) => message);
    expect(error).to.include(`on another dataset before (${percent} %); a test set is used once`);
  });

  it("is not evaluated on the pure-JavaScript backend, which would take minutes", async () => {
    const search = await gridSearch({ seed: [1] }, { ...tiny, iterations: 2 });
    await tf.setBackend("cpu");
    const error = await search.evaluateWinner(blobs(9, 3)).catch(({ message }) => message);
    await tf.setBackend("wasm");
    expect(error).to.match(/^evaluateWinner: the backend is .* "cpu".* call selectBackend\(\)/);
  });

  it("is not evaluated on what the search has used", async () => {
    const error = await result.evaluateWinner(blobs(20, 2)).catch(({ message }) => message);
    expect(error).to.include("this is the validation set of the search; pass the test set");
  });

  it("is named as missing, with the first reason, where every trial failed", async () => {
    const failed = await gridSearch(
      { kernelSize: [13], seed: [1, 2] },
      { ...tiny, seed: undefined },
    );
    expect(() => failed.winner).to.throw("there is no winner; the first one failed: cifarCnn");
  });
});
