import { expect } from "chai";
import { seededRandom } from "lib/data";
import { tensor, variable } from "lib/ops";
import { OpDense, OpRelu } from "lib/ops/solutions";
import { attempt, draw } from "../../lib/ops/checks/attempt.ts";
import { numericGradients } from "../../lib/ops/checks/numericGradients.ts";

/** The gradient of an op that makes `forward` of each input and says that the slope is `slope`. */
function gradientOf(inputs: number[], forward: (x: number) => number, slope: number): number[] {
  class Mine extends OpRelu {
    override forward(): void {
      super.forward();
      this.value.data.set(this.inputs.value.data.map(forward));
    }
    override backward(): void {
      const gradient = this.dlossDvalue.data.map((dz) => slope * dz);
      this.inputs.dlossDvalue = tensor(gradient, this.value.shape);
    }
  }
  const op = new Mine(variable(tensor(inputs, [1, inputs.length, 1])));
  const given = draw(op, seededRandom(2));
  const made = attempt(op, given);
  const gradient = numericGradients(op, made, 1e-4)["gradient wrt inputs"];
  return Array.from(gradient?.data ?? [], (d, i) => d / given.dlossDvalue.data[i]);
}

describe("central differences of an op's own forward pass", () => {
  for (const scale of [1e-3, 1, 1e3]) {
    const expectEach = (found: number[], expected: number[]) => {
      expect(found).length(expected.length);
      for (const [i, x] of expected.entries()) {
        expect(found[i] / scale).closeTo(x, 1e-8);
      }
    };

    it(`are the slopes of ${scale} x², whatever the op says`, () => {
      expectEach(
        gradientOf([-2, 0.5, 1], (x) => scale * x ** 2, 0),
        [-4, 1, 2],
      );
    });

    it(`take any slope between those of the two sides at a kink of ${scale} |x|`, () => {
      const at = (slope: number) => gradientOf([0, 1], (x) => scale * Math.abs(x), scale * slope);
      for (const slope of [-1, -0.3, 0, 1]) expectEach(at(slope), [slope, 1]);
      expectEach(at(1.5), [1, 1]);
      expectEach(at(-7), [-1, 1]);
    });
  }

  for (const [name, replace] of [
    ["inputs", (op: OpDense) => Object.assign(op.inputs, { value: tensor([5, 6], [1, 2, 1]) })],
    ["weights", (op: OpDense) => Object.assign(op, { weights: tensor([7, 8], [1, 1, 2, 1]) })],
  ] as const) {
    it(`are those of the ${name} that were given, whatever a pass puts in their place`, () => {
      class Replacing extends OpDense {
        override forward(): void {
          super.forward();
          replace(this);
        }
      }
      const [right, found] = [OpDense, Replacing].map((Op) => {
        const op = new Op(1, variable(tensor([1, -2], [1, 2, 1])));
        op.weights = tensor([3, 4], [1, 1, 2, 1]);
        const made = { ...attempt(op, draw(op, seededRandom(2))), results: {} };
        return [...(numericGradients(op, made, 1e-4)[`gradient wrt ${name}`]?.data ?? [])];
      });
      expect(right).length(2);
      for (const [i, slope] of right.entries()) expect(found[i]).closeTo(slope, 1e-9);
    });
  }

  it("leave inputs and weights as they were, wherever the pass fails on the way", () => {
    const [inputs, weights] = [
      [1, -2],
      [3, 4],
    ];
    for (let most = 0; most <= 10; most++) {
      let passes = 0;
      class Failing extends OpDense {
        override forward(): void {
          if (passes++ === most) throw new Error("no");
          super.forward();
        }
      }
      const op = new Failing(1, variable(tensor(inputs, [1, 2, 1])));
      op.weights = tensor(weights, [1, 1, 2, 1]);
      const given = draw(op, seededRandom(2));
      const made = attempt(new OpDense(1, op.inputs), given);
      const found = numericGradients(op, made, 1e-4);
      expect(Object.keys(found)).length(most < 10 ? 0 : 2);
      expect([...op.inputs.value.data]).deep.equal(inputs);
      expect([...op.weights.data]).deep.equal(weights);
    }
  });
});
