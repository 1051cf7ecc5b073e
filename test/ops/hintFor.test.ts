import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { tensor, variable } from "lib/ops";
import { OpRelu, OpSoftmaxCrossEntropyLoss } from "lib/ops/solutions";
import { hint, useCpuBackend } from "./checks.ts";
import { tfLoss } from "./tfOps.ts";

const numbers = [0.1, -0.2, 0.3, -0.4, 0.5, -0.6];

/** What is said of a ReLU that makes this of its inputs. */
function said(
  forward: (x: number, i: number) => number,
  given = numbers,
  shape = [3, 2, 1],
): string | undefined {
  class Mine extends OpRelu {
    override forward(): void {
      super.forward();
      this.value.data.set(this.inputs.value.data.map(forward));
    }
  }
  return hint(new Mine(variable(tensor(given, shape))), (x) => tf.relu(x), "forward");
}

describe("the choice of a hint", () => {
  useCpuBackend();
  const unclipped = "Negative inputs are not clipped to 0.";

  it("falls on none where two mistakes give the same numbers", () => {
    const lossHint = (logits: number[]) => {
      class Mine extends OpSoftmaxCrossEntropyLoss {
        override forward(): void {
          super.forward();
          const [y, last] = [this.inputs.value.data, this.numClasses - 1];
          this.value += y[this.trueLabel.value] - y[last];
        }
      }
      const op = new Mine(variable(tensor(logits, [1, 1, logits.length])), { value: 0 });
      return hint(op, tfLoss({ value: 0 }), "forward");
    };
    expect(lossHint([1, 2.5, 2])).match(/^It is the loss of class 2;/);
    expect(lossHint([1, 2, 2])).equal(undefined);
  });

  it("falls on a value that is not set, unless that may as well be one that is left out", () => {
    const unset = "value is still zero: it is not set.";
    expect(said(() => 0, [1, -1, -1, 1, -1, 1, 1, -1], [2, 2, 2])).equal(unset);
    expect(said(() => 0, [0.5], [1, 1, 1])).equal(undefined);
    expect(said(() => 0)).equal(undefined); // its first x has all that is not 0
  });

  for (const scale of [1e-3, 1, 1e3]) {
    const given = numbers.map((x) => scale * x);
    const relu = (x: number) => Math.max(0, x);

    it(`falls on a mistake whose numbers, of ${scale}, are near, when it is the only one`, () => {
      expect(said((x) => x, given)).equal(unclipped);
      expect(said((x, i) => x + scale * 1e-5 * i, given)).equal(unclipped);
      expect(said((x, i) => x + scale * 1e-2 * i, given)).equal(undefined);
    });

    it(`falls on a constant factor where three numbers of ${scale} or more tell it`, () => {
      const factor = "It is 1.5 times the reference everywhere.";
      expect(said((x) => 1.5 * relu(x), given)).equal(factor);
      expect(said((x) => 1.5001 * relu(x), given)).equal(factor);
      expect(said((x, i) => (1.5 + 1e-7 * i) * relu(x), given)).equal(undefined);
      for (const small of [-1, 1e-7]) {
        expect(said((x) => 1.5 * relu(x), given.with(0, scale * small))).equal(undefined);
      }
      expect(said((x, i) => (i < 4 ? 1.5 : 1.6) * relu(x), given)).equal(undefined);
      expect(said((x, i) => (i < 4 ? relu(x) : 0.25 * scale), given)).equal(undefined);
    });
  }

  it("falls on a factor of nearly all numbers only beside a reference that is rounded itself", () => {
    const nearly = (by: number) => (x: number, i: number) => (1.5 + by * i) * Math.max(0, x);
    expect(said(nearly(1e-7))).equal(undefined);
    const besideTwice = (by: number) => {
      class Mine extends OpRelu {
        override forward(): void {
          super.forward();
          this.value.data.set(this.inputs.value.data.map(nearly(by)));
        }
      }
      const op = new Mine(variable(tensor(numbers, [3, 2, 1])));
      return hint(op, (x) => tf.relu(x).mul(2), "forward");
    };
    expect(besideTwice(1e-7)).equal("It is 0.75 times the reference everywhere.");
    expect(besideTwice(1e-4)).equal(undefined);
  });
});
