import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { seededRandom } from "lib/data";
import { randomTensor, type Tensor, tensor, variable, zeros } from "lib/ops";
import { OpAvgPool, OpConv2D, OpDense, OpRelu, OpSoftmaxCrossEntropyLoss } from "lib/ops/solutions";
import { hint, useCpuBackend } from "./checks.ts";
import { tfAvgPool, tfConv2d, tfDense, tfLoss } from "./tfOps.ts";

const random = seededRandom(3);
const inputs = () => variable(randomTensor([10, 10, 3], random));

/** Row and col of the inputs for a place y, x and an element ky, kx of the kernel or the cell. */
type PlaceOf = (y: number, x: number, ky: number, kx: number) => [row: number, col: number];
type Index4 = [f: number, ky: number, kx: number, kf: number];

const backward = "gradient wrt inputs";
const weightGradient = "gradient wrt weights";

describe("the hint of a check", () => {
  useCpuBackend();

  describe("on OpConv2D", () => {
    /** The assignment's convolution with its loops open: every mistake is one changed expression. */
    class Conv extends OpConv2D {
      weightAt = (f: number, ky: number, kx: number, kf: number): Index4 => [f, ky, kx, kf];
      row = (y: number, ky: number) => y * this.stride + ky * this.dilation - this.paddingTop;
      place: PlaceOf = (y, x, ky, kx) => [this.row(y, ky), this.row(x, kx)];
      put = (t: Tensor, i: number, term: number) => {
        t.data[i] += term;
      };

      override backward(): void {
        const dlossDinputs = zeros(this.inputs.value.shape);
        for (let y = 0; y < this.height; y++) {
          for (let x = 0; x < this.width; x++) {
            for (let f = 0; f < this.filters; f++) {
              for (let ky = 0; ky < this.kernelSize; ky++) {
                for (let kx = 0; kx < this.kernelSize; kx++) {
                  for (let kf = 0; kf < this.inputFilters; kf++) {
                    const dz = this.dlossDvalue.get(y, x, f);
                    const [iy, ix] = this.place(y, x, ky, kx);
                    if (Math.min(iy, ix) < 0 || Math.max(iy, ix) >= this.inputHeight) continue;
                    const at = this.weightAt(f, ky, kx, kf);
                    const i = dlossDinputs.index(iy, ix, kf);
                    this.put(dlossDinputs, i, dz * this.weights.get(...at));
                    const w = this.dlossDweights.index(...at);
                    this.put(this.dlossDweights, w, dz * this.inputs.value.get(iy, ix, kf));
                  }
                }
              }
            }
          }
        }
        this.inputs.dlossDvalue = dlossDinputs;
      }
    }
    const hintsOf = (mistake: Partial<Conv>, options = {}) => {
      const op = Object.assign(new Conv(4, 3, inputs(), { ...options, random }), mistake);
      return [backward, weightGradient].map((quantity) => hint(op, tfConv2d(options), quantity));
    };
    const both = (text: string) => [text, text];

    it("is silent when all is right", () => {
      expect(hintsOf({})).deep.equal([undefined, undefined]);
    });

    it("names transposed weights", () => {
      expect(hintsOf({ weightAt: (f, ky, kx, kf) => [f, kx, ky, kf] })).deep.equal(
        both(
          "The kernel is transposed: rows and cols of the weights, ky and kx, have changed places.",
        ),
      );
    });

    it("names flipped weights", () => {
      expect(hintsOf({ weightAt: (f, ky, kx, kf) => [f, 2 - ky, 2 - kx, kf] })).deep.equal(
        both("The kernel is flipped: weights[f, ky, kx, kf] goes with inputs[y + ky, x + kx, kf]."),
      );
    });

    it("names a gradient that is not summed over positions", () => {
      const put = (t: Tensor, i: number, term: number) => {
        t.data[i] = term;
      };
      expect(hintsOf({ put })).deep.equal(
        both(
          "It is not summed: every position overwrites what the one before gave; use += in place of =.",
        ),
      );
    });

    const LEFT_OUT: [string, (...at: [y: number, x: number, ky: number, kx: number]) => boolean][] =
      [
        ["The first y is", (y) => y === 0],
        ["The last x is", (_, x) => x === 7],
        ["The first kx is", (_, __, ___, kx) => kx === 0],
        ["The last ky is", (_, __, ky) => ky === 2],
        ["The last y and the last x are", (y, x) => y === 7 || x === 7],
        ["The last ky and the last kx are", (_, __, ky, kx) => ky === 2 || kx === 2],
      ];
    for (const [which, without] of LEFT_OUT) {
      it(`says that ${which.toLowerCase()} left out`, () => {
        const place: PlaceOf = (...at) =>
          without(...at) ? [-1, -1] : [at[0] + at[2], at[1] + at[3]];
        const hints = hintsOf({ place });
        expect(hints.map((text) => text?.split(" left out: ")[0])).deep.equal(both(which));
      });
    }

    const PLACES: [string, PlaceOf][] = [
      ["y and x + kx", (y, x, _, kx) => [2 * y, 2 * x + kx]],
      ["ky and x + kx", (_, x, ky, kx) => [ky, 2 * x + kx]],
      ["y + kx and x + kx", (y, x, _, kx) => [2 * y + kx, 2 * x + kx]],
      ["x + ky and x + kx", (_, x, ky, kx) => [2 * x + ky, 2 * x + kx]],
      ["x + kx and x + kx", (_, x, __, kx) => [2 * x + kx, 2 * x + kx]],
      ["y + ky and x", (y, x, ky) => [2 * y + ky, 2 * x]],
      ["y + ky and kx", (y, _, ky, kx) => [2 * y + ky, kx]],
      ["y + ky and x + ky", (y, x, ky) => [2 * y + ky, 2 * x + ky]],
      ["y + ky and y + kx", (y, _, ky, kx) => [2 * y + ky, 2 * y + kx]],
      ["y + ky and y + ky", (y, _, ky) => [2 * y + ky, 2 * y + ky]],
    ];
    for (const [text, place] of PLACES) {
      it(`names the inputs' row and col ${text}, also with a stride`, () => {
        expect(hintsOf({ place }, { stride: 2 })).deep.equal(
          both(`Row and col of the inputs are ${text}; they have to be y + ky and x + kx.`),
        );
      });
    }

    it("names a missing stride", () => {
      expect(hintsOf({ row: (y, ky) => y + ky }, { stride: 2 })).deep.equal(
        both("The stride is missing: window y starts at row y · stride."),
      );
    });

    it("names a missing dilation", () => {
      expect(hintsOf({ row: (y, ky) => y + ky }, { dilation: 2 })).deep.equal(
        both("The dilation is missing: weight ky lies ky · dilation rows further."),
      );
    });

    it("names a missing padding", () => {
      expect(hintsOf({ row: (y, ky) => y + ky }, { padding: 1 })).deep.equal(
        both("The padding is missing: window 0 starts paddingTop rows above the inputs."),
      );
    });

    it("names places that are off by one", () => {
      expect(hintsOf({ row: (y, ky) => y + ky + 1 })).deep.equal(
        both("Rows and cols of the inputs are one too large: ky and kx start at 0."),
      );
      expect(hintsOf({ row: (y, ky) => y + ky - 1 })).deep.equal(
        both("Rows and cols of the inputs are one too small: ky and kx start at 0."),
      );
    });

    it("names weights whose gradient is not set", () => {
      class Mine extends OpConv2D {
        override backward(): void {}
      }
      const op = new Mine(4, 3, inputs(), { random });
      expect(hint(op, tfConv2d({}), backward)).equal(
        "inputs.dlossDvalue is as it was: backward() does not set it.",
      );
      expect(hint(op, tfConv2d({}), weightGradient)).equal(
        "dlossDweights is still zero: it is not set.",
      );
    });

    it("names both shapes when they differ", () => {
      class Mine extends OpConv2D {
        override forward(): void {
          super.forward();
          this.value = zeros([8, 8, 3]);
        }
        override backward(): void {}
      }
      expect(hint(new Mine(4, 3, inputs(), { random }), tfConv2d({}), "forward")).equal(
        "The shape is wrong: yours is [8,8,3], the reference is [8,8,4].",
      );
    });

    it("names an index outside of a tensor", () => {
      class Mine extends OpConv2D {
        override forward(): void {
          super.forward();
          this.value.data[0] += this.inputs.value.get(10, 10, 3);
        }
      }
      expect(hint(new Mine(4, 3, inputs(), { random }), tfConv2d({}), "forward")).match(
        /^forward\(\) stopped: RangeError: get\(10, 10, 3\): the tensor is \[10, 10, 3\] at .*hints\.test\.ts:\d+:\d+\.$/,
      );
    });
  });

  describe("on any op", () => {
    const changed = (change: (gradient: Tensor, before: Tensor) => void) => {
      class Mine extends OpDense {
        override backward(): void {
          const before = this.inputs.dlossDvalue;
          super.backward();
          change(this.inputs.dlossDvalue, before);
        }
      }
      return hint(new Mine(2, inputs(), { random }), tfDense, backward);
    };
    const each = (t: Tensor, f: (x: number, i: number) => number) => t.data.set(t.data.map(f));

    it("names a reversed sign", () => {
      expect(changed((t) => each(t, (x) => -x))).equal("The sign is reversed.");
    });

    it("names a constant factor", () => {
      expect(changed((t) => each(t, (x) => 1.001 * x))).equal(
        "It is 1.001 times the reference everywhere.",
      );
    });

    it("names a gradient that is added to the one before", () => {
      expect(changed((t, before) => each(t, (x, i) => x + before.data[i]))).equal(
        "The gradient is added to what inputs.dlossDvalue held before: start from zeros.",
      );
    });

    it("names the last row and col of a value that are left out at once", () => {
      for (const [op, tfOp] of [
        [new OpConv2D(2, 3, inputs(), { random }), tfConv2d({})],
        [new OpRelu(inputs()), (x: tf.Tensor) => tf.relu(x)],
        [new OpAvgPool(2, inputs()), tfAvgPool(2)],
      ] as const) {
        const { height, width, filters } = op;
        const forward = op.forward.bind(op);
        const leavesOut = () => {
          forward();
          for (let i = 0; i < height * width * filters; i++) {
            const [y, x] = [Math.floor(i / filters / width), Math.floor(i / filters) % width];
            if (y === height - 1 || x === width - 1) op.value.data[i] = 0;
          }
        };
        expect(hint(Object.assign(op, { forward: leavesOut }), tfOp, "forward")).equal(
          "The last y and the last x are left out: the loops run while y < height and x < width.",
        );
      }
    });

    it("names the first number that is not finite, and its place", () => {
      expect(changed((t) => each(t, (x, i) => (i < 4 ? x : x / 0)))).match(
        /^It is not finite: -?Infinity at \[0, 1, 1\]\. /,
      );
    });

    it("says nothing about a mistake it does not know", () => {
      expect(changed((t) => t.data.reverse())).equal(undefined);
    });
  });

  describe("on OpDense", () => {
    it("names rows and cols that have changed places", () => {
      class Mine extends OpDense {
        override backward(): void {
          const right = this.inputs.value;
          this.inputs.value = right.transpose(1, 0, 2);
          super.backward();
          this.inputs.value = right;
        }
      }
      expect(hint(new Mine(2, inputs(), { random }), tfDense, weightGradient)).equal(
        "Rows and cols have changed places: the products are weights[u, y, x, f] · inputs[y, x, f].",
      );
    });
  });

  describe("on OpRelu", () => {
    const forwardHint = (mistake: (x: number) => number) => {
      class Mine extends OpRelu {
        override forward(): void {
          super.forward();
          this.value.data.set(this.inputs.value.data.map(mistake));
        }
      }
      return hint(new Mine(inputs()), (x) => tf.relu(x), "forward");
    };
    const backwardHint = (mistake: (x: number, dz: number) => number) => {
      class Mine extends OpRelu {
        override backward(): void {
          super.backward();
          this.inputs.dlossDvalue.data.set(
            this.inputs.value.data.map((x, i) => mistake(x, this.dlossDvalue.data[i])),
          );
        }
      }
      return hint(new Mine(inputs()), (x) => tf.relu(x), backward);
    };

    it("names a value that is not set, not clipped, folded or clipped on the wrong side", () => {
      expect(forwardHint(() => 0)).equal("value is still zero: it is not set.");
      expect(forwardHint((x) => x)).equal("Negative inputs are not clipped to 0.");
      expect(forwardHint(Math.abs)).equal(
        "It is the absolute value; negative inputs have to become 0.",
      );
      expect(forwardHint((x) => Math.min(x, 0))).equal(
        "The wrong side is clipped: positive inputs have to pass.",
      );
    });

    it("names a gradient without mask, without dlossDvalue or with the wrong mask", () => {
      expect(backwardHint((_, dz) => dz)).equal(
        "The gradient passes everywhere; where the value is 0 it has to be 0.",
      );
      expect(backwardHint((x) => Number(x > 0))).equal(
        "This is the slope alone: multiply it by dlossDvalue.",
      );
      expect(backwardHint((_, dz) => Math.max(dz, 0))).equal(
        "The sign of dlossDvalue decides; the sign of the value has to.",
      );
    });
  });

  describe("on OpAvgPool", () => {
    /** Spreads `share` of each gradient over the first `reach` rows and cols of its cell. */
    const hintOf = (
      share: (inside: number) => number,
      { step = 3, reach = 3 } = {},
      place: PlaceOf = (y, x, ky, kx) => [y * step + ky, x * step + kx],
    ) => {
      class Mine extends OpAvgPool {
        override backward(): void {
          const gradient = zeros(this.inputs.value.shape);
          for (let y = 0; y < this.height; y++) {
            for (let x = 0; x < this.width; x++) {
              for (let f = 0; f < this.filters; f++) {
                const [rows, cols] = [Math.min(3, 10 - 3 * y), Math.min(3, 10 - 3 * x)];
                for (let ky = 0; ky < Math.min(rows, reach); ky++) {
                  for (let kx = 0; kx < Math.min(cols, reach); kx++) {
                    gradient.data[gradient.index(...place(y, x, ky, kx), f)] +=
                      this.dlossDvalue.get(y, x, f) * share(rows * cols);
                  }
                }
              }
            }
          }
          this.inputs.dlossDvalue = gradient;
        }
      }
      return hint(new Mine(3, inputs()), tfAvgPool(3), backward);
    };

    it("names a missing, a halved and a doubled division by the cell area", () => {
      expect(hintOf(() => 1)).equal("It is not divided by the cell area, cellSize².");
      expect(hintOf(() => 1 / 3)).equal(
        "It is divided by cellSize; the area of a cell is cellSize².",
      );
      expect(hintOf(() => 1 / 81)).equal("It is divided by the cell area twice.");
    });

    it("names a ragged cell that is divided by the elements it has", () => {
      expect(hintOf((inside) => 1 / inside)).match(/^A cell that hangs over the edge is divided/);
    });

    it("names a gradient that is off by the stride", () => {
      expect(hintOf(() => 1 / 9, { step: 1 })).match(/the stride is missing\.$/);
    });

    it("names two mistakes at once, of the arithmetic and of the whole", () => {
      const stride = hintOf(() => 1 / 9, { step: 1 });
      for (const [share, other] of [
        [1, hintOf(() => 1)],
        [1 / 3, hintOf(() => 1 / 3)],
        [-1 / 9, hintOf(() => -1 / 9)],
      ] as const) {
        expect(hintOf(() => share, { step: 1 })?.split(" And: ")).members([stride, other]);
      }
    });

    for (const [text, place] of [
      ["ky is missing", (y, x, _, kx) => [3 * y, 3 * x + kx]],
      ["kx is missing", (y, x, ky) => [3 * y + ky, 3 * x]],
      ["y and x are missing", (_, __, ky, kx) => [ky, kx]],
      ["The stride of the rows is missing", (y, x, ky, kx) => [y + ky, 3 * x + kx]],
      ["The stride of the cols is missing", (y, x, ky, kx) => [3 * y + ky, x + kx]],
    ] satisfies [string, PlaceOf][]) {
      it(`names a gradient at another place: ${text}`, () => {
        expect(hintOf(() => 1 / 9, {}, place)).satisfy((said = "") => said.startsWith(`${text}:`));
      });
    }

    it("names a gradient that reaches one element of each cell", () => {
      expect(hintOf(() => 1 / 9, { reach: 1 })).match(/^Only the first element of each cell/);
    });
  });

  describe("on OpSoftmaxCrossEntropyLoss", () => {
    const trueLabel = { value: 1 };
    const logits = (scale = 1) =>
      variable(tensor([0.5 * scale, scale, -0.3 * scale, -scale], [1, 1, 4]));
    const lossHint = (
      mistake: (op: OpSoftmaxCrossEntropyLoss, y: Float64Array) => void,
      quantity = "forward",
      scale = 1,
    ) => {
      class Mine extends OpSoftmaxCrossEntropyLoss {
        override forward(): void {
          super.forward();
          mistake(this, this.inputs.value.data);
        }
      }
      return hint(new Mine(logits(scale), trueLabel), tfLoss(trueLabel), quantity);
    };

    it("names a loss that lacks its logarithm, its base, its sign or one of its terms", () => {
      const mistaken = (loss: (value: number, y: Float64Array) => number) =>
        lossHint((op, y) => {
          op.value = loss(op.value, y);
        });
      expect(mistaken(() => 0)).equal("value is still zero: it is not set.");
      expect(mistaken((value) => -value)).equal("The sign is reversed.");
      expect(mistaken((value) => Math.exp(-value))).match(/^It is the probability of the true/);
      expect(mistaken((value) => value / Math.LN2)).match(/^The logarithm is to the base 2/);
      expect(mistaken((value) => value / Math.LN10)).match(/^The logarithm is to the base 10/);
      expect(mistaken((_, y) => -y[1])).match(/^The sum over the classes/);
      expect(mistaken((value, y) => value + y[1])).match(/^The true class's logit is missing/);
    });

    it("names a loss of other classes, of all of them, or of other numbers than probabilities", () => {
      const mistaken = (loss: (p: readonly number[], y: readonly number[]) => number) =>
        lossHint((op, y) => {
          const powers = Array.from(y, Math.exp);
          const sum = powers.reduce((a, b) => a + b);
          op.value = loss(
            powers.map((power) => power / sum),
            Array.from(y),
          );
        });
      const total = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b);
      const losses = (p: readonly number[]) => p.map((pk) => -Math.log(pk));
      expect(mistaken((p) => 1 - p[1])).match(/^It is 1 − p of the true class/);
      expect(mistaken((p) => -Math.log(p[2]))).equal(
        "It is the loss of class 2; the true class, trueLabel.value, is 1.",
      );
      expect(mistaken((p) => -Math.log(p[1]) / 4)).match(/^It is divided by the number of classes/);
      expect(mistaken((p) => -Math.log(p[1]) * 4)).match(/^It is multiplied by the number of/);
      expect(mistaken((p) => total(losses(p)))).match(/^It is the sum over all classes/);
      expect(mistaken((p) => total(losses(p)) / 4)).match(/^It is the mean over all classes/);
      expect(mistaken((p) => total(p.map((pk) => -pk * Math.log(pk))))).match(/^It is the entropy/);
      expect(mistaken((_, y) => -Math.log(y[1] / total(y)))).match(/^exp is missing/);
    });

    it("names what is added to a probability so that its logarithm is finite", () => {
      const powers = [3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 30, 100, 300];
      for (const least of [
        ...powers.map((power) => Number(`1e-${power}`)),
        Number.EPSILON,
        Number.MIN_VALUE,
      ]) {
        const stays = -Math.log(least);
        const mistake = (op: OpSoftmaxCrossEntropyLoss) => {
          op.value = stays;
        };
        expect(lossHint(mistake, "forward", -800)).equal(
          `p is kept above ${least} before the logarithm, so the loss stays below ${stays.toFixed(1)}; ` +
            "ln Σ exp(y_j − max) + max − y_true needs no limit.",
        );
      }
    });

    it("names a loss that is no number, which has no place", () => {
      const mistaken = lossHint((op) => {
        op.value = Number.NaN;
      });
      expect(mistaken).match(/^It is not finite: NaN\. A sum with undefined is NaN/);
    });

    it("names an overflow", () => {
      expect(
        lossHint(
          (op, y) => {
            op.value = -Math.log(Math.exp(y[1]) / y.reduce((sum, yk) => sum + Math.exp(yk), 0));
          },
          "forward",
          1000,
        ),
      ).match(/^It is not finite: exp\(y\) overflows above 709/);
    });

    it("names probabilities that are not set or not divided by their sum", () => {
      expect(lossHint((op) => op.softmaxProb.data.fill(0), backward)).equal(
        "softmaxProb is zero: forward() does not set it.",
      );
      expect(lossHint((op, y) => op.softmaxProb.data.set(y.map(Math.exp)), backward)).equal(
        "softmaxProb is not divided by the sum over all classes.",
      );
    });

    it("names what is wrong about the one at the true class", () => {
      const mistaken = (addend: (k: number) => number, replace = false) => {
        class Mine extends OpSoftmaxCrossEntropyLoss {
          override backward(): void {
            const { data } = this.inputs.dlossDvalue;
            this.softmaxProb.data.forEach((p, k) => {
              data[k] = (replace ? 0 : data[k]) + p + addend(k);
            });
          }
        }
        return hint(new Mine(logits(), trueLabel), tfLoss(trueLabel), backward);
      };
      const atTrueClass = (k: number) => Number(k === 1);
      expect(mistaken((k) => -atTrueClass(k))).equal(undefined);
      expect(mistaken(() => 0)).equal("The minus one at the true class is missing.");
      expect(mistaken(atTrueClass)).match(/^One is added at the true class/);
      expect(mistaken(() => -1)).match(/^One is subtracted from every class/);
      expect(mistaken((k) => -atTrueClass(k), true)).match(/^The gradient replaces/);
    });
  });
});
