import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import fc from "fast-check";
import { selectBackend } from "lib/backend";

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
