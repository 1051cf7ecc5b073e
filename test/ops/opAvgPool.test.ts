import { expect } from "chai";
import fc from "fast-check";
import { seededRandom } from "lib/data";
import { randomTensor, tensor, variable, zeros } from "lib/ops";
import { OpAvgPool } from "lib/ops/solutions";
import { expectRight, useCpuBackend } from "./checks.ts";
import { tfAvgPool } from "./tfOps.ts";

describe("OpAvgPool", () => {
  useCpuBackend();

  it("computes a case worked by hand, its last column half a cell", () => {
    const inputs = variable(tensor([1, 2, 3, 4, 5, 6], [2, 3, 1]));
    const op = new OpAvgPool(2, inputs);
    op.forward();
    // (1 + 2 + 4 + 5) / 4 and (3 + 6) / 4
    expect(op.value.shape).deep.equal([1, 2, 1]);
    expect([...op.value.data]).deep.equal([3, 2.25]);

    op.dlossDvalue = tensor([4, 8], [1, 2, 1]);
    op.backward();
    expect([...inputs.dlossDvalue.data]).deep.equal([1, 1, 2, 1, 1, 2]);
  });

  it("agrees with TensorFlow.js and with central differences for any shape and ragged edges", () => {
    const axis = fc.integer({ min: 1, max: 8 });
    const cellSize = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(fc.tuple(axis, axis, axis), cellSize, fc.nat(), (shape, size, seed) => {
        const inputs = variable(randomTensor(shape, seededRandom(seed)));
        expectRight(new OpAvgPool(size, inputs), tfAvgPool(size));
      }),
      { numRuns: 200 },
    );
  });

  it("refuses a cell size that is no whole number", () => {
    const inputs = variable(zeros([4, 4, 1]));
    for (const size of [0, 0.5]) {
      expect(() => new OpAvgPool(size, inputs)).throw(
        RangeError,
        `OpAvgPool: cellSize is ${size}, it takes a whole number from 1 up`,
      );
    }
  });
});
