import { expect } from "chai";
import { SearchResult } from "../../../lib/cifar/gridSearch/searchResult.ts";
import type { Entry } from "../../../lib/cifar/gridSearch/trial.ts";
import { fingerprint } from "../../../lib/cifar/input/fingerprint.ts";
import { blobs } from "../blobs.ts";

const finished = (seed: number, value: number): Entry => {
  const best = { iteration: 10 * seed, value };
  const stopped = { iteration: 90, reason: "all iterations done" };
  const history = { trainLoss: [], validationAccuracy: [best], best, stopped, seconds: 2.25 };
  const hyperparameters = { seed, filters: [2, 4] };
  const outcome = { status: "finished", history, weights: [] } as const;
  return { hyperparameters, settings: hyperparameters, outcome };
};
const nine = { seed: 9, filters: [2, 4] };
const waiting: Entry = { hyperparameters: nine, settings: nine };
const diverged: Entry = {
  ...waiting,
  outcome: { status: "diverged", reason: "the loss is NaN", seconds: 0.5 },
};
const resultOf = (entries: Entry[], notes: string[] = []) =>
  new SearchResult(entries, {
    ...{ space: { seed: [1, 2, 9] }, notes, used: {} },
    task: { classes: 2, channels: 3 },
  });

describe("the result of a search", () => {
  it("is a table, the best first, and its notes", () => {
    const result = resultOf([diverged, finished(1, 0.25), finished(2, 0.5)], ["a < b", "and c"]);
    const { "text/plain": text, "text/html": html } = Reflect.get(
      result,
      Symbol.for("Jupyter.display"),
    ).call(result);
    const lines = text.split("\n").map((line: string) => line.trim().split(/ {2,}/));
    expect(lines).to.deep.equal([
      ["rank", "seed", "filters", "validation accuracy", "best iteration", "ended", "seconds"],
      ["1", "2", "2, 4", "50.0 %", "20", "all iterations done", "2.3"],
      ["2", "1", "2, 4", "25.0 %", "10", "all iterations done", "2.3"],
      ["9", "2, 4", "diverged", "the loss is NaN", "0.5"],
      ["a < b"],
      ["and c"],
    ]);
    expect(html).to.match(/<div>a &lt; b<\/div><div>and c<\/div>$/);
  });

  it("has no winner where none has finished, and says why", () => {
    expect(() => resultOf([diverged]).winner).to.throw(
      "gridSearch: no trial has finished, so there is no winner; the first one diverged: the loss is NaN",
    );
    expect(() => resultOf([waiting]).winner).to.throw("no winner; none has ended");
    expect(resultOf([diverged, finished(1, 0.1)]).winner.validationAccuracy).to.equal(0.1);
    const { trials, space } = resultOf([diverged, diverged, finished(1, 0), finished(2, 0)]);
    const seeds = trials.map(({ hyperparameters }) => hyperparameters.seed);
    expect(seeds).to.deep.equal([1, 2, 9, 9]);
    expect(space).to.deep.equal({ seed: [1, 2, 9] });
  });

  it("is not evaluated on what it has used", async () => {
    const train = blobs(3, 1);
    const result = new SearchResult([finished(1, 0.5)], {
      ...{ space: { seed: [1] }, notes: [], task: { classes: 2, channels: 3 } },
      used: { train: await fingerprint(train) },
    });
    expect(await result.evaluateWinner(train).catch(({ message }) => message)).to.equal(
      "evaluateWinner: this is the train set of the search; pass the test set",
    );
  });

  it("keeps the test set until all trials have ended", async () => {
    const early = resultOf([finished(1, 0.5), waiting]).evaluateWinner(blobs(3, 1));
    expect(await early.catch(({ message }) => message)).to.equal(
      "evaluateWinner: 1 of 2 trials are missing; let the search finish before the test set is used",
    );
  });
});
