import { expect } from "chai";
import fc from "fast-check";
import { seededRandom } from "lib/data";
import { randomTensor, tensor, type Variable, variable, zeros } from "lib/ops";
import { OpSoftmaxCrossEntropyLoss } from "lib/ops/solutions";
import { expectRight, useCpuBackend } from "./checks.ts";
import { tfLoss } from "./tfOps.ts";

/** The loss of given logits, after its forward and backward pass. */
function lossOf(numbers: number[], label: number) {
  const logits = variable(tensor(numbers, [1, 1, numbers.length]));
  const op = new OpSoftmaxCrossEntropyLoss(logits, { value: label });
  op.forward();
  op.backward();
  return { loss: op.value, probabilities: [...op.softmaxProb.data], logits };
}

describe("OpSoftmaxCrossEntropyLoss", () => {
  useCpuBackend();

  it("computes a case worked by hand", () => {
    // exp of the logits: 1, 2, 5
    const { loss, probabilities, logits } = lossOf([0, Math.log(2), Math.log(5)], 1);
    expect(loss).closeTo(Math.log(4), 1e-15);
    const expectEach = (numbers: ArrayLike<number>, expected: number[]) => {
      for (const [k, number] of expected.entries()) expect(numbers[k]).closeTo(number, 1e-15);
    };
    expectEach(probabilities, [1 / 8, 2 / 8, 5 / 8]);
    expectEach(logits.dlossDvalue.data, [1 / 8, -6 / 8, 5 / 8]);
  });

  it("is ln(classes) for equal logits", () => {
    expect(lossOf(Array(10).fill(3), 4).loss).closeTo(Math.log(10), 1e-14);
  });

  it("adds its gradient to the one of the logits", () => {
    const logits = variable(zeros([1, 1, 2]));
    const op = new OpSoftmaxCrossEntropyLoss(logits, { value: 0 });
    op.forward();
    op.backward();
    op.backward();
    expect([...logits.dlossDvalue.data]).deep.equal([-1, 1]);
  });

  it("agrees with TensorFlow.js and with central differences for logits up to ±1000", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.constantFrom(1, 10, 100, 1000),
        fc.nat(),
        (classes, size, seed) => {
          const random = seededRandom(seed);
          const logits = variable(randomTensor([1, 1, classes], random));
          logits.value.data.set(logits.value.data.map(() => size * (2 * random() - 1)));
          const trueLabel = { value: Math.floor(classes * random()) };
          // float32 rounds logits near 1000 by up to 3e-5, and so does TensorFlow.js.
          const bound = Math.max(1e-5, 2e-7 * size);
          expectRight(new OpSoftmaxCrossEntropyLoss(logits, trueLabel), tfLoss(trueLabel), bound);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("is finite and right where exp() overflows, and its probabilities sum to 1", () => {
    const logit = fc.double({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(logit, { minLength: 2, maxLength: 10 }), fc.nat(), (numbers, n) => {
        const label = n % numbers.length;
        const { loss, probabilities, logits } = lossOf(numbers, label);
        const largest = Math.max(...numbers);
        const least = largest - numbers[label];
        expect(loss).within(least, least + Math.log(numbers.length) + 1e-12);
        expect(probabilities.reduce((sum, p) => sum + p)).closeTo(1, 1e-12);
        expect([...logits.dlossDvalue.data].every(Number.isFinite)).equal(true);
      }),
      { numRuns: 200 },
    );
  });

  it("knows the losses of ±1000 exactly", () => {
    expect(lossOf([1000, -1000], 0).loss).equal(0);
    expect(lossOf([1000, -1000], 1).loss).equal(2000);
    expect(lossOf([1000, 1000], 1).loss).equal(Math.log(2));
  });

  it("names the classes when the true label is none of them", () => {
    for (const value of [10, -1, 0.5, Number.NaN]) {
      const op = new OpSoftmaxCrossEntropyLoss(variable(zeros([1, 1, 10])), { value });
      expect(() => op.forward()).throw(
        RangeError,
        `OpSoftmaxCrossEntropyLoss: trueLabel is ${value}, the classes are 0 to 9`,
      );
    }
    for (const label of [0, 9]) {
      expect(lossOf(Array(10).fill(0), label).loss).closeTo(Math.log(10), 1e-14);
    }
  });

  it("names logits of another shape, whichever axis it is", () => {
    for (const shape of [
      [2, 1, 10],
      [1, 2, 10],
      [1, 10],
      [1, 1, 1, 10],
    ]) {
      const logits: Variable = variable(zeros(shape));
      expect(() => new OpSoftmaxCrossEntropyLoss(logits, { value: 0 })).throw(
        RangeError,
        `OpSoftmaxCrossEntropyLoss: logits [${shape}] must be [1,1,number of classes]`,
      );
    }
  });
});
