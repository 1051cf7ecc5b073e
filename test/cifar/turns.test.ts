import { setImmediate as nextTurn } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import {
  adversarialStep,
  cifarCnn,
  evaluate,
  featuresOf,
  strongestPatches,
  train,
} from "lib/cifar";
import { blobs } from "./blobs.ts";

const dataset = blobs(8, 1);
const data = { train: dataset, validation: dataset };
const model = cifarCnn({ filters: 1, layers: 1, kernelSize: 1, size: 2, classes: 2 });
const quiet = { batchSize: 2, iterations: 4, log() {}, onProgress() {} };

/** What takes a while, and how often other code has its turn in it: after each batch. */
const long: Record<string, [run: () => Promise<unknown>, turns: number]> = {
  evaluate: [() => evaluate(model, dataset, { batchSize: 2 }), 4],
  featuresOf: [() => featuresOf(model, "conv1", dataset, 2), 4],
  adversarialStep: [() => adversarialStep(model, dataset, 1), 1],
  strongestPatches: [() => strongestPatches(model, "conv1", dataset), 1],
  train: [() => train(model, data, quiet), 4],
  "train with losses fetched later": [() => train(model, data, { ...quiet, fetchEvery: 9 }), 4],
};

describe("the event loop", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  for (const [name, [run, turns]] of Object.entries(long)) {
    it(`has a turn after each batch of ${name}`, async () => {
      await run(); // what it loads is there
      let counted = 0;
      let ends = false;
      const count = () => {
        counted++;
        if (!ends) setImmediate(count);
      };
      setImmediate(count);
      await run();
      ends = true;
      expect(counted).to.be.at.least(turns);
    });

    it(`lets the values of ${name} come a turn later, as those of a GPU do`, async () => {
      const backend = tf.backend();
      const { read } = backend;
      let come = 0;
      backend.read = async (id) => {
        await nextTurn();
        const values = await read.call(backend, id);
        come++;
        return values;
      };
      try {
        await run();
      } finally {
        backend.read = read;
      }
      expect(come).to.be.at.least(1);
    });
  }

  it("has a turn in which a signal ends an evaluation", async () => {
    const controller = new AbortController();
    setImmediate(() => controller.abort(new Error("enough")));
    const { signal } = controller;
    const end = await evaluate(model, dataset, { batchSize: 2, signal }).then(String, String);
    expect(end).to.equal("Error: enough");
  });
});
