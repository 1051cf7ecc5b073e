import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import fc from "fast-check";
import { seededRandom } from "lib/data";
import { randomTensor, tensor, variable, zeros } from "lib/ops";
import { OpRelu } from "lib/ops/solutions";
import { expectRight, useCpuBackend } from "./checks.ts";

describe("OpRelu", () => {
  useCpuBackend();

  it("computes a case worked by hand", () => {
    const inputs = variable(tensor([-2, 0, 3, -0.5], [2, 2, 1]));
    const op = new OpRelu(inputs);
    op.forward();
    expect([...op.value.data]).deep.equal([0, 0, 3, 0]);

    op.dlossDvalue = tensor([1, 2, 3, 4], [2, 2, 1]);
    op.backward();
    expect([...inputs.dlossDvalue.data]).deep.equal([0, 0, 3, 0]);
  });

  it("agrees with TensorFlow.js and with central differences for any shape", () => {
    const axis = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(fc.tuple(axis, axis, axis), fc.nat(), (shape, seed) => {
        const inputs = variable(randomTensor(shape, seededRandom(seed)));
        inputs.value.data.set(inputs.value.data.map((x) => x + 0.001 * Math.sign(x)));
        expectRight(new OpRelu(inputs), (x) => tf.relu(x));
      }),
      { numRuns: 200 },
    );
  });

  it("has no gradient at 0, and the check by differences accepts that, there and nearby", () => {
    for (const x of [0, 3e-5, -3e-5]) {
      expectRight(new OpRelu(variable(tensor([x, -x], [1, 2, 1]))), (inputs) => tf.relu(inputs));
    }
  });

  it("resets value and gradient on the forward pass", () => {
    const op = new OpRelu(variable(zeros([2, 2, 1])));
    for (const { data } of [op.value, op.dlossDvalue]) data.fill(7);
    op.forward();
    expect([...op.value.data, ...op.dlossDvalue.data]).deep.equal(Array(8).fill(0));
  });
});
