import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { FAILING } from "./failing.ts";
import { TRAININGS, type Training } from "./trainings.ts";

/** A training of each kind, for every run of the tests. */
const SHORT = [
  "conv same, trainStep",
  "conv dilation 2, trainStep",
  "maxPool of negatives, trainStep",
  "avgPool 3 stride 2 same, trainStep",
  "separable, trainStep",
  "batchNorm, fit",
  "layerNorm, trainStep",
  "lstm, fit",
  "residual block, trainStep",
  "l1l2 regularizer, trainStep",
  "maxNorm constraint, trainStep",
  "operation einsum, trainStep",
  "optimizer adam, trainStep",
  "loss sparseCategoricalCrossentropy",
];

const isWhole = process.env.MODELS === "all";
const names = isWhole ? Object.keys(TRAININGS) : SHORT;

describe("models train on wasm as on TensorFlow.js's cpu", () => {
  before(async () => {
    const left = Object.keys(TRAININGS).length - names.length;
    if (left > 0) {
      console.log(`      skipped: ${left} trainings; MODELS=all npx mocha test/training/models`);
    }
    await selectBackend({ backend: "wasm", threads: 1, log() {} });
  });
  after(() => tf.setBackend("wasm"));

  for (const name of names) {
    const reason = FAILING[name];
    it(reason ? `${name}: not, as ${reason}` : name, async () => {
      const difference = await differenceOf(name, TRAININGS[name]).catch((error: Error) => error);
      if (reason) expect(difference, "it is listed in failing.ts").to.not.equal(undefined);
      else if (difference) throw difference;
    });
  }
});

/** What differs by more than 1e-4, if anything does. */
async function differenceOf(name: string, training: Training): Promise<Error | undefined> {
  const results: number[][] = [];
  for (const backend of ["cpu", "wasm"]) {
    await tf.setBackend(backend);
    results.push(await training());
  }
  const [expected, found] = results;
  if (expected.length !== found.length) return new Error("there are more numbers on one of them");
  const isRandom = name.includes("drawn anew");
  for (const [i, value] of found.entries()) {
    const bound = 1e-4 * Math.max(1, Math.abs(expected[i]));
    const isSame = Object.is(value, expected[i]) || Math.abs(value - expected[i]) <= bound;
    const isClose = isRandom ? Number.isFinite(value) : isSame;
    if (!isClose) return new Error(`number ${i} is ${value} on wasm, ${expected[i]} on cpu`);
  }
  return undefined;
}
