import { expect } from "chai";
import fc from "fast-check";
import { seededRandom } from "lib/data";
import { randomTensor, tensor, variable, zeros } from "lib/ops";
import { OpDense } from "lib/ops/solutions";
import { expectRight, useCpuBackend } from "./checks.ts";
import { tfDense } from "./tfOps.ts";

const random = seededRandom(1);

describe("OpDense", () => {
  useCpuBackend();

  it("computes a case worked by hand", () => {
    const inputs = variable(tensor([1, 2, 3], [1, 3, 1]));
    const op = new OpDense(2, inputs, { random });
    op.weights = tensor([1, 0, -1, 2, 2, 2], [2, 1, 3, 1]);
    op.forward();
    expect(op.value.shape).deep.equal([1, 1, 2]);
    expect([...op.value.data]).deep.equal([-2, 12]);

    op.dlossDvalue = tensor([1, 10], [1, 1, 2]);
    op.backward();
    expect([...inputs.dlossDvalue.data]).deep.equal([21, 20, 19]);
    expect([...op.dlossDweights.data]).deep.equal([1, 2, 3, 10, 20, 30]);
  });

  it("agrees with TensorFlow.js and with central differences for any shape", () => {
    const axis = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(fc.tuple(axis, axis, axis), axis, fc.nat(), (shape, units, seed) => {
        const draw = seededRandom(seed);
        const inputs = variable(randomTensor(shape, draw));
        expectRight(new OpDense(units, inputs, { random: draw }), tfDense);
      }),
      { numRuns: 200 },
    );
  });

  it("draws its weights with a standard deviation of 0.1, of seed 0 unless told otherwise", () => {
    const inputs = variable(zeros([5, 6, 2]));
    const expected = (seed: number) => randomTensor([4, 5, 6, 2], seededRandom(seed), 0.1).data;
    expect(new OpDense(4, inputs).weights.data).deep.equal(expected(0));
    const random = seededRandom(7);
    expect(new OpDense(4, inputs, { random }).weights.data).deep.equal(expected(7));
  });

  it("refuses a number of units that is no whole number", () => {
    expect(() => new OpDense(0, variable(zeros([1, 1, 1])), { random })).throw(
      RangeError,
      "OpDense: units is 0, it takes a whole number from 1 up",
    );
  });
});
