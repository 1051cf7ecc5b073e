import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { type BackendOptions, selectBackend } from "lib/backend";
import { cifarCnn, train } from "lib/cifar";
import { seededRandom } from "lib/data";
import { blobs } from "../../cifar/blobs.ts";
import { losses as stored } from "./losses.ts";
import { operations } from "./operations.ts";

/** Of float32 results, relative to the largest value of a tensor. */
const BOUND = 1e-5;
/** Of each of the 50 losses: float32 differences grow as training goes on. */
const LOSS_BOUND = 1e-4;

/** Training steps after which the process has what it needs; before, its memory says nothing. */
const WARM = 50;

/** What is known of a backend. */
export interface Expectations {
  /** Whether the same seed gives the same losses to the last bit. */
  readonly deterministic: boolean;
  /** Training steps over which memory has to stay flat. */
  readonly steps: number;
  /** How many of the 50 stored losses are compared: fewer where a step takes seconds. */
  readonly losses?: number;
}

/** The tests that every backend has to pass: gradients, training, memory, determinism. */
export function conformance(
  options: BackendOptions,
  { deterministic, steps, losses: count = 50 }: Expectations,
): void {
  const random = seededRandom("conformance");
  before(() => selectBackend({ ...options, log() {} }));

  for (const { name, shapes, apply, define } of operations) {
    it(`computes ${name} and its gradient as defined in float64`, async () => {
      const values = shapes.map((shape) =>
        Float64Array.from({ length: tf.util.sizeFromShape(shape) }, () =>
          Math.fround(2 * random() - 1),
        ),
      );
      const tensors = values.map((value, i) => tf.tensor(Float32Array.from(value), shapes[i]));
      const expected = define(...values);
      const u = expected.map(() => Math.fround(2 * random() - 1));
      const weighted = (...inputs: tf.Tensor[]) => {
        const y = apply(...inputs);
        return y.mul(tf.tensor(Float32Array.from(u), y.shape)).sum();
      };
      const value = tf.tidy(() => apply(...tensors));
      const gradients = tf.grads(weighted)(tensors);
      expectClose(await value.data(), expected);
      for (const [i, gradient] of gradients.entries()) {
        expectClose(await gradient.data(), slopes(define, values, i, u));
      }
      tf.dispose([...tensors, value, ...gradients]);
    });
  }

  const data = { train: blobs(64, 1), validation: blobs(8, 2) };
  const run = async (iterations: number) => {
    const model = cifarCnn({ classes: 2, seed: 3 });
    const quiet = { validateEvery: 1e6, onProgress() {}, log() {} };
    const { trainLoss } = await train(model, data, {
      ...{ batchSize: 16, learningRate: 0.01, seed: 3, iterations },
      ...quiet,
    });
    model.dispose();
    return trainLoss.map(({ value }) => value);
  };

  it(`trains the assignment's network for ${count} steps to the stored losses`, async () => {
    const losses = await run(count);
    const worst = Math.max(...losses.map((loss, i) => Math.abs(loss - stored[i])));
    console.log(`      largest difference ${worst.toExponential(1)}, bound ${LOSS_BOUND}`);
    expect(worst).to.be.below(LOSS_BOUND);
    expect(losses.at(-1)).to.be.below(losses[0] / 2);
  });

  it(
    deterministic
      ? "gives the same losses for the same seed, to the last bit"
      : "gives nearly the same losses for the same seed: this backend adds in no fixed order",
    async () => {
      const [one, two] = [await run(count >> 2), await run(count >> 2)];
      if (deterministic) expect(one).to.deep.equal(two);
      else for (const [i, loss] of one.entries()) expect(loss).to.be.closeTo(two[i], LOSS_BOUND);
    },
  );

  it(`keeps no tensor${steps < WARM ? "" : " and no memory"} over ${steps} training steps`, async () => {
    await run(Math.ceil(steps / 4));
    const [tensors, rss] = [tf.memory().numTensors, process.memoryUsage.rss()];
    await run(steps);
    expect(tf.memory().numTensors).to.equal(tensors);
    const growth = (process.memoryUsage.rss() - rss) / 1e6;
    console.log(`      grew by ${growth.toFixed(0)} MB`);
    if (steps >= WARM) expect(growth).to.be.below(60);
  });
}

function expectClose(actual: ArrayLike<number>, expected: Float64Array): void {
  expect(actual.length).to.equal(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  for (let i = 0; i < expected.length; i++) {
    expect(actual[i] / scale, `element ${i}`).to.be.closeTo(expected[i] / scale, BOUND);
  }
}

/** The gradient of ⟨u, f(values)⟩ with respect to one input, by central differences in float64. */
function slopes(
  f: (...values: Float64Array[]) => Float64Array,
  values: Float64Array[],
  input: number,
  u: Float64Array,
): Float64Array {
  const h = 1e-5;
  const at = (i: number, x: number) => {
    const moved = values.map((value) => value.slice());
    moved[input][i] = x;
    return f(...moved).reduce((sum, value, o) => sum + u[o] * value, 0);
  };
  return values[input].map((x, i) => (at(i, x + h) - at(i, x - h)) / (2 * h));
}
