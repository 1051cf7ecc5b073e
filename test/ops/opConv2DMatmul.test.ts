import { expect } from "chai";
import fc from "fast-check";
import { seededRandom } from "lib/data";
import {
  type Conv2D,
  miniNetwork,
  OpConv2DMatmul,
  randomTensor,
  type Variable,
  variable,
} from "lib/ops";
import * as solutions from "lib/ops/solutions";

describe("OpConv2DMatmul", () => {
  it("computes what the plain loops of OpConv2D do, for any shape and options", () => {
    const size = fc.integer({ min: 1, max: 9 });
    const small = fc.integer({ min: 1, max: 3 });
    const cases = fc.record({
      shape: fc.tuple(size, size, fc.integer({ min: 1, max: 5 })),
      filters: fc.integer({ min: 1, max: 7 }),
      kernelSize: fc.integer({ min: 1, max: 4 }),
      stride: small,
      dilation: small,
      padding: fc.constantFrom(0, 1, 2, "same" as const),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ shape, filters, kernelSize, stride, dilation, padding, seed }) => {
        const reach = (kernelSize - 1) * dilation;
        fc.pre(padding === "same" || reach < Math.min(shape[0], shape[1]) + 2 * padding);
        const run = (Convolution: new (...at: ConstructorParameters<typeof Conv2D>) => Conv2D) => {
          const random = seededRandom(seed);
          const inputs = variable(randomTensor(shape, random));
          const options = { stride, dilation, padding, random };
          const op = new Convolution(filters, kernelSize, inputs, options);
          op.forward();
          op.dlossDvalue = randomTensor(op.value.shape, random);
          op.backward();
          return [op.value, inputs.dlossDvalue, op.dlossDweights];
        };
        const plain = run(solutions.OpConv2D);
        for (const [i, { shape, data }] of run(OpConv2DMatmul).entries()) {
          expect(shape).deep.equal(plain[i].shape);
          const off = data.reduce(
            (most, x, j) => Math.max(most, Math.abs(x - plain[i].data[j])),
            0,
          );
          expect(off).below(1e-12);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("trains the mini network to the same losses", () => {
    const losses = [solutions.OpConv2D, OpConv2DMatmul].map((OpConv2D) => {
      const random = seededRandom(1);
      const network = miniNetwork({ random, ...solutions, OpConv2D });
      const image = randomTensor([28, 28, 1], random);
      return Array.from({ length: 4 }, () => network.step([image], [3], 0.05)[0]);
    });
    for (const [i, loss] of losses[0].entries()) expect(losses[1][i]).closeTo(loss, 1e-9);
  });

  it("names both shapes when the inputs change, and begins a pass without gradients", () => {
    const inputs: Variable = variable(randomTensor([4, 4, 1], seededRandom(1)));
    const op = new OpConv2DMatmul(1, 2, inputs);
    op.dlossDvalue = randomTensor(op.value.shape, seededRandom(2));
    op.forward();
    expect([...new Set(op.dlossDvalue.data)]).deep.equal([0]);
    inputs.value = randomTensor([5, 4, 1], seededRandom(1));
    expect(() => op.forward()).throw(
      RangeError,
      "OpConv2DMatmul: made for inputs [4,4,1], they are now [5,4,1]",
    );
  });

  it("is no base class, so that nobody hands it in as a convolution of their own", () => {
    class Own extends OpConv2DMatmul {}
    const inputs = variable(randomTensor([5, 5, 1], seededRandom(1)));
    expect(() => new Own(2, 3, inputs)).throw(
      TypeError,
      "Own extends OpConv2DMatmul, which is no base class: extend Conv2D",
    );
  });
});
