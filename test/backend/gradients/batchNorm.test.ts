import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import fc from "fast-check";
import { selectBackend } from "lib/backend";
import { trainingBatchNorm } from "../../../lib/backend/gradients/batchNorm.ts";

type Normalise = (...inputs: tf.Tensor[]) => tf.Tensor;

const batchNorm: Normalise = (x, mean, variance, offset, scale) =>
  tf.batchNorm(
    x,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    offset as tf.Tensor1D,
    scale as tf.Tensor1D,
    0.01,
  );

/** The same in operations whose gradients are tfjs's own. */
const writtenOut: Normalise = (x, mean, variance, offset, scale) =>
  x.sub(mean).mul(variance.add(0.01).rsqrt()).mul(scale).add(offset);

/** Gradients of Σ normalised·weights with respect to all five inputs. */
function gradients(normalise: Normalise, shape: number[], statistics: number[]): Float32Array[] {
  const inputs = [
    tf.randomNormal(shape, 3, 2, "float32", 1),
    tf.randomNormal(statistics, 3, 1, "float32", 2),
    tf.randomUniform(statistics, 0.5, 2, "float32", 3),
    tf.randomNormal(statistics, 0, 1, "float32", 4),
    tf.randomNormal(statistics, 1, 1, "float32", 5),
  ];
  const weights = tf.randomNormal(shape, 0, 1, "float32", 6);
  const sum: Normalise = (...x) =>
    normalise(...x)
      .mul(weights)
      .sum();
  return tf
    .grads(sum)(inputs)
    .map((gradient) => gradient.dataSync<"float32">());
}

describe("the gradient of batchNorm", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  const expectEqual = (shape: number[], statistics: number[]) =>
    tf.tidy(() => {
      const expected = gradients(writtenOut, shape, statistics);
      for (const [i, gradient] of gradients(batchNorm, shape, statistics).entries()) {
        const scale = Math.max(1, ...expected[i].map(Math.abs));
        for (const [j, value] of gradient.entries()) {
          expect(value / scale).to.be.closeTo(expected[i][j] / scale, 1e-5);
        }
      }
    });

  it("is that of the written-out formula, for any images and channels", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(sizes, (shape) => expectEqual(shape, [shape[3]])),
      { numRuns: 60 },
    );
  });

  it("takes statistics of the shape of the images too", () => {
    expectEqual([2, 3, 4, 2], [2, 3, 4, 2]);
  });
});

describe("batch normalisation by the batch's own statistics", () => {
  const x = () => tf.randomNormal([2, 3, 3, 2], 1, 2, "float32", 1);
  const weights = () => ({ scale: tf.ones([2]), offset: tf.zeros([2]), epsilon: 0.01 });
  /** Whether it is a kernel, within so many gradients. */
  const isKernel = (x: tf.Tensor, gradients = 0): boolean => {
    if (gradients === 0) return trainingBatchNorm(x, weights()) !== undefined;
    let found = false;
    tf.grad((x) => {
      found = isKernel(x, gradients - 1);
      return x.sum();
    })(x);
    return found;
  };
  after(() => tf.setBackend("wasm"));

  it("is a kernel of WebAssembly, for float32 and one gradient, and else left to its parts", async () => {
    await selectBackend({ backend: "wasm", threads: 1, log() {} });
    tf.tidy(() => {
      expect([0, 1, 2].map((gradients) => isKernel(x(), gradients))).to.deep.equal([
        ...[true, true, false],
      ]);
      expect(isKernel(x().toInt())).to.equal(false);
      const { mean, variance } = tf.moments(x(), [0, 1, 2]);
      const due = [x().sub(mean).div(variance.add(0.01).sqrt()), mean, variance];
      for (const [i, ours] of (trainingBatchNorm(x(), weights()) ?? []).entries()) {
        expect(ours.sub(due[i]).abs().max().dataSync()[0]).to.be.below(1e-5);
      }
    });
    await tf.setBackend("cpu");
    expect(tf.tidy(() => Number(isKernel(x())))).to.equal(0);
  });
});
