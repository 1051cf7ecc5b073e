import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { cmpOps, gradientCheck, Layer, tensor, variable, zeros } from "lib/ops";
import { OpDense, OpRelu, OpSoftmaxCrossEntropyLoss } from "lib/ops/solutions";
import { useCpuBackend } from "./checks.ts";
import { tfLoss } from "./tfOps.ts";

const inputs = () => variable(tensor([1, -2, 3, -4], [2, 2, 1]));
const check = (op: OpRelu) => cmpOps(op, (x) => tf.relu(x), { tf, show() {} });

/** A ReLU times a number, with its gradient times another. */
function scaled(byForward: number, byBackward: number): OpRelu {
  class Scaled extends OpRelu {
    override forward(): void {
      super.forward();
      this.value.data.set(this.value.data.map((x) => byForward * x));
    }
    override backward(): void {
      const slopes = this.inputs.value.data.map((x) => (x > 0 ? byBackward : 0));
      const gradient = slopes.map((slope, i) => slope * this.dlossDvalue.data[i]);
      this.inputs.dlossDvalue = tensor(gradient, this.value.shape);
    }
  }
  return new Scaled(inputs());
}

describe("the judgement of a check", () => {
  useCpuBackend();

  const fits = "Look at forward() first: backward() fits it, or is right as soon as forward() is.";
  const both = "Look at forward() first, then at backward(), which is wrong as well.";
  for (const [forward, backward, isRight, note] of [
    [3, 3, true, fits],
    [3, 1, true, fits],
    [3, 3.000003, true, fits],
    [3, 3.0001, false, both],
    [3, 2, false, both],
    [0, 1, true, fits], // nothing fits a constant value but 0
    [0, 0, false, both],
  ] as const) {
    it(`of ${forward} times a ReLU with ${backward} times its gradient`, () => {
      const { comparisons, notes } = check(scaled(forward, backward));
      expect(comparisons.map(({ equal }) => equal)).deep.equal([false, isRight]);
      expect(notes).deep.equal([note]);
    });
  }

  describe("of a loss", () => {
    const first = "Look at forward() first: it sets softmaxProb, which backward() takes.";
    const by = (difference: number) => (op: OpSoftmaxCrossEntropyLoss) =>
      op.softmaxProb.set(2, op.softmaxProb.get(2) + difference);
    const set = (softmaxProb: unknown) => (op: OpSoftmaxCrossEntropyLoss) =>
      Object.assign(op, { softmaxProb });
    for (const [what, spoil, factor, hint, notes] of [
      ["right ones", by(0), 1, undefined, []],
      ["ones that are rounded", by(5e-7), 1, undefined, []],
      ["ones that make no difference", by(2e-6), 1, undefined, [first]],
      ["one wrong one", by(0.5), 1, /^softmaxProb is wrong: 0\.63.* at \[2\], .* 0\.13/, [first]],
      ["zeros", set(zeros([4])), 1, /^softmaxProb is zero: forward\(\) does not set/, [first]],
      ["numbers", set([1]), 1, /^softmaxProb is no tensor: set its numbers by/, [first]],
      ["zeros of another shape", set(zeros([5])), 1, /^softmaxProb is zero/, [first]],
      [
        "numbers of another shape",
        set(tensor([0, 1, 0, 1, 1], [5])),
        1,
        /^The shape is wrong/,
        [first],
      ],
      ["wrong ones, and twice the gradient", by(0.5), 2, /^It is 2 times the ref/, [first]],
      ["right ones, and twice the gradient", by(0), 2, /^It is 2 times the reference/, []],
    ] as const) {
      it(`whose probabilities are ${what}`, () => {
        const trueLabel = { value: 1 };
        class Mine extends OpSoftmaxCrossEntropyLoss {
          override forward(): void {
            super.forward();
            spoil(this);
          }
          override backward(): void {
            for (let k = 0; k < 4; k++) {
              const gradient = factor * (this.softmaxProb.get(k) - Number(k === trueLabel.value));
              this.inputs.dlossDvalue.data[k] += gradient;
            }
          }
        }
        const op = new Mine(variable(tensor([0.5, 1, -0.3, -1], [1, 1, 4])), trueLabel);
        const report = cmpOps(op, tfLoss(trueLabel), { tf, show() {} });
        const [forward, backward] = report.comparisons;
        expect([forward.equal, backward.equal]).deep.equal([true, hint === undefined]);
        expect(backward.hint ?? "").match(hint ?? /^$/);
        expect(report.notes).deep.equal(notes);
      });
    }
  });

  it("reads one number of any shape as the loss that has to be, not as the value of a layer", () => {
    const loss = new OpSoftmaxCrossEntropyLoss(variable(zeros([1, 1, 4])), { value: 1 });
    const nested = cmpOps(loss, (x) => tf.reshape(tfLoss({ value: 1 })(x, x), [1, 1]), {
      ...{ tf, show() {} },
    });
    expect(nested.passed).equal(true);
    const one = new OpRelu(variable(tensor([2], [1, 1, 1])));
    expect(cmpOps(one, (x) => tf.relu(x), { tf, show() {} }).passed).equal(true);
    const two = cmpOps(loss, (x) => tf.sum(x, 2), { tf, show() {} }).comparisons;
    expect(two.map(({ referenceShape }) => referenceShape)).deep.equal([[1, 4]]);
  });

  it("leaves room for the rounding of a forward pass that is wrong", () => {
    for (const [backward, isRight] of [
      [3.0000001, true],
      [3.000001, false],
    ] as const) {
      const { comparisons } = gradientCheck(scaled(3, backward), { show() {} });
      expect(comparisons.map(({ equal }) => equal)).deep.equal([isRight]);
    }
  });

  it("lets pass what is read outside of a tensor and dropped", () => {
    class Curious extends OpRelu {
      override forward(): void {
        super.forward();
        this.inputs.value.get(2, 2, 1);
      }
    }
    expect(check(new Curious(inputs())).passed).equal(true);
  });

  it("leaves an op with what it computed, as after any pass", () => {
    const [dense, alone] = [0, 1].map(() => new OpDense(2, inputs()));
    gradientCheck(dense, { show() {}, random: () => 0.4 });
    alone.forward();
    expect(dense.value.data).deep.equal(alone.value.data);
    expect(dense.dlossDweights.data.every((x) => x !== 0)).equal(true);
    const loss = new OpSoftmaxCrossEntropyLoss(variable(zeros([1, 1, 4])), { value: 1 });
    gradientCheck(loss, { show() {} });
    expect(loss.value).closeTo(Math.log(4), 1e-12);
    expect([...loss.softmaxProb.data]).deep.equal(Array(4).fill(0.25));
  });

  it("says why the gradients of an op of one's own are compared with nothing", () => {
    class Own extends Layer {
      readonly #make: () => unknown;
      constructor(make: () => unknown) {
        super(inputs(), [2, 2, 1]);
        this.#make = make;
      }
      forward(): void {
        Object.assign(this, { value: this.#make() });
      }
      backward(): void {
        this.inputs.dlossDvalue = tensor([1, 2, 3, 4], [2, 2, 1]);
      }
    }
    const hintOf = (make: () => unknown) => {
      const { comparisons } = gradientCheck(new Own(make), { show() {} });
      expect(comparisons.map(({ quantity, equal }) => [quantity, equal])).deep.equal([
        ["gradient wrt inputs", false],
      ]);
      return comparisons[0].hint;
    };
    const failing = () => {
      throw new Error("not written yet");
    };
    expect(hintOf(failing)).match(/^forward\(\) stopped: Error: not written yet at /);
    expect(hintOf(() => "5")).equal("The forward pass cannot be differentiated.");
  });
});
