import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import fc from "fast-check";
import { selectBackend } from "lib/backend";

/** Shapes of rank 1 to 5, and how often each axis is repeated. */
const tiling = fc.integer({ min: 1, max: 5 }).chain((rank) =>
  fc.record({
    shape: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: rank, maxLength: rank }),
    reps: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: rank, maxLength: rank }),
  }),
);

/** The position of the number of `x` that stands at a position of `tile(x, reps)`. */
function origin(position: number, shape: number[], reps: number[]): number {
  let [rest, stride, found] = [position, 1, 0];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] * reps[axis];
    found += ((rest % length) % shape[axis]) * stride;
    rest = Math.floor(rest / length);
    stride *= shape[axis];
  }
  return found;
}

describe("the gradient of tf.tile", () => {
  before(() => selectBackend({ backend: "wasm", log() {} }));

  it("is the sum over the copies, along every axis", () => {
    const expectSums = (shape: number[], reps: number[]) => {
      const dy = Float32Array.from(
        { length: tf.util.sizeFromShape(shape) * tf.util.sizeFromShape(reps) },
        (_, i) => (i % 17) - 8, // whole numbers, whose sums are exact
      );
      const sums = new Float32Array(tf.util.sizeFromShape(shape));
      for (const [i, value] of dy.entries()) sums[origin(i, shape, reps)] += value;
      const slopes = tf.tidy(() => {
        const outer = shape.map((length, axis) => length * reps[axis]);
        return tf
          .grad((x) => tf.tile(x, reps))(tf.ones(shape), tf.tensor(dy, outer))
          .dataSync();
      });
      expect(slopes).to.deep.equal(sums);
    };
    expectSums([2, 3], [3, 1]);
    expectSums([2, 3], [1, 2]);
    fc.assert(fc.property(tiling, ({ shape, reps }) => expectSums(shape, reps)));
  });
});
