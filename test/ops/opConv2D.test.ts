import { expect } from "chai";
import fc from "fast-check";
import { seededRandom } from "lib/data";
import { randomTensor, tensor, type Variable, variable, zeros } from "lib/ops";
import { OpConv2D } from "lib/ops/solutions";
import { expectRight, useCpuBackend } from "./checks.ts";
import { tfConv2d } from "./tfOps.ts";

const random = seededRandom(1);

describe("OpConv2D", () => {
  useCpuBackend();

  it("computes a case worked by hand", () => {
    const inputs = variable(tensor([1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 3, 1]));
    const op = new OpConv2D(1, 2, inputs, { random });
    op.weights = tensor([1, 2, 3, 4], [1, 2, 2, 1]);
    op.forward();
    // 1·1 + 2·2 + 4·3 + 5·4 = 37, and so on.
    expect([...op.value.data]).deep.equal([37, 47, 67, 77]);

    op.dlossDvalue = tensor([1, 0, 0, 10], [2, 2, 1]);
    op.backward();
    expect([...inputs.dlossDvalue.data]).deep.equal([1, 2, 0, 3, 14, 20, 0, 30, 40]);
    expect([...op.dlossDweights.data]).deep.equal([51, 62, 84, 95]);
  });

  it("steps, pads and dilates as worked by hand", () => {
    const inputs = variable(tensor([1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 3, 1]));
    const op = new OpConv2D(1, 2, inputs, { stride: 2, padding: 1, dilation: 2, random });
    op.weights = tensor([1, 10, 100, 1000], [1, 2, 2, 1]);
    op.forward();
    // Each of the four windows has one corner on the 5 and three on zeros.
    expect([...op.value.data]).deep.equal([5000, 500, 50, 5]);
  });

  it("has height − kernelSize + 1 rows without padding", () => {
    const op = new OpConv2D(4, 3, variable(zeros([10, 9, 2])), { random });
    expect(op.value.shape).deep.equal([8, 7, 4]);
    expect(op.weights.shape).deep.equal([4, 3, 3, 2]);
  });

  it("keeps ⌈size / stride⌉ rows with padding 'same'", () => {
    const inputs = variable(zeros([10, 9, 1]));
    const shape = (stride: number) =>
      new OpConv2D(1, 4, inputs, { stride, padding: "same", random }).value.shape;
    expect([1, 2, 3].map(shape)).deep.equal([
      [10, 9, 1],
      [5, 5, 1],
      [4, 3, 1],
    ]);
  });

  it("agrees with TensorFlow.js and with central differences for any shape and options", () => {
    const cases = fc.record({
      height: fc.integer({ min: 1, max: 7 }),
      width: fc.integer({ min: 1, max: 7 }),
      channels: fc.integer({ min: 1, max: 3 }),
      filters: fc.integer({ min: 1, max: 3 }),
      kernelSize: fc.integer({ min: 1, max: 3 }),
      stride: fc.integer({ min: 1, max: 3 }),
      dilation: fc.integer({ min: 1, max: 3 }),
      padding: fc.constantFrom(0, 1, 2, "same" as const, "valid" as const),
      seed: fc.nat(),
    });
    const fits = ({ height, width, kernelSize, dilation, padding }: CaseOf<typeof cases>) =>
      padding === "same" ||
      (kernelSize - 1) * dilation < Math.min(height, width) + 2 * (Number(padding) || 0);
    fc.assert(
      fc.property(cases.filter(fits), ({ height, width, channels, filters, seed, ...at }) => {
        const draw = seededRandom(seed);
        const inputs = variable(randomTensor([height, width, channels], draw));
        const { kernelSize, ...options } = at;
        const op = new OpConv2D(filters, kernelSize, inputs, { ...options, random: draw });
        expectRight(op, tfConv2d(options));
      }),
      { numRuns: 250 },
    );
  });

  it("steps down its gradient", () => {
    const op = new OpConv2D(1, 1, variable(zeros([1, 1, 2])), { random });
    op.weights = tensor([1, 2], [1, 1, 1, 2]);
    op.dlossDweights = tensor([10, -10], [1, 1, 1, 2]);
    op.gradientStep(0.1);
    expect([...op.weights.data]).deep.equal([0, 3]);
  });

  it("resets value and gradients on the forward pass", () => {
    const op = new OpConv2D(1, 1, variable(zeros([2, 2, 1])), { random });
    for (const { data } of [op.value, op.dlossDvalue, op.dlossDweights]) data.fill(7);
    op.forward();
    for (const { data } of [op.value, op.dlossDvalue, op.dlossDweights]) {
      expect(data.every((x) => x === 0)).equal(true);
    }
  });

  it("draws its weights with a standard deviation of 0.1, of seed 0 unless told otherwise", () => {
    const inputs = variable(zeros([5, 6, 2]));
    const expected = (seed: number) => randomTensor([4, 3, 3, 2], seededRandom(seed), 0.1).data;
    expect(new OpConv2D(4, 3, inputs).weights.data).deep.equal(expected(0));
    const random = seededRandom(7);
    expect(new OpConv2D(4, 3, inputs, { random }).weights.data).deep.equal(expected(7));
  });

  it("names both sizes when the kernel does not fit", () => {
    expect(() => new OpConv2D(1, 5, variable(zeros([4, 9, 1])), { dilation: 2, random })).throw(
      RangeError,
      "OpConv2D: a kernel of 5 with dilation 2 reaches over 9 rows and cols, inputs [4,9,1] with padding 0 have fewer",
    );
  });

  it("fits as long as one place is left for the kernel, in rows and in cols", () => {
    for (const [rows, cols] of [
      [4, 5],
      [5, 4],
      [1, 9],
    ]) {
      expect(() => new OpConv2D(1, 3, variable(zeros([rows, cols, 1])), { dilation: 2 })).throw(
        RangeError,
        `a kernel of 3 with dilation 2 reaches over 5 rows and cols, inputs [${rows},${cols},1] with`,
      );
    }
    const smallest = new OpConv2D(1, 3, variable(zeros([5, 5, 1])), { dilation: 2, stride: 3 });
    expect(smallest.value.shape).deep.equal([1, 1, 1]);
  });

  it("names the option that is no whole number", () => {
    const make = (options: object, filters = 1, kernelSize = 1) => {
      return () =>
        new OpConv2D(filters, kernelSize, variable(zeros([4, 4, 1])), { ...options, random });
    };
    expect(make({}, 0)).throw(RangeError, "OpConv2D: filters is 0");
    expect(make({}, 1, 0)).throw(RangeError, "OpConv2D: kernelSize is 0");
    expect(make({ stride: 0 })).throw(RangeError, "OpConv2D: stride is 0");
    expect(make({ dilation: 0 })).throw(RangeError, "OpConv2D: dilation is 0");
    expect(make({ dilation: 1.5 })).throw(RangeError, "OpConv2D: dilation is 1.5");
    expect(make({ padding: -1 })).throw(RangeError, "OpConv2D: padding is -1");
  });

  it("names the axes when the inputs are no feature map", () => {
    const plane: Variable = variable(zeros([28, 28]));
    expect(() => new OpConv2D(1, 1, plane, { random })).throw(
      RangeError,
      "OpConv2D: inputs [28,28] have 2 axes, a feature map has 3: rows, cols, channels",
    );
  });

  it("names both shapes when the inputs change after the construction", () => {
    const inputs: Variable = variable(zeros([4, 4, 1]));
    const op = new OpConv2D(1, 1, inputs, { random });
    inputs.value = zeros([5, 4, 1]);
    expect(() => op.forward()).throw(
      RangeError,
      "OpConv2D: made for inputs [4,4,1], they are now [5,4,1]",
    );
  });
});

type CaseOf<A> = A extends fc.Arbitrary<infer T> ? T : never;
