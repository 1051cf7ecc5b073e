import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { seededRandom } from "lib/data";
import type { TfOp } from "lib/ops";
import { randomTensor, variable } from "lib/ops";
import type {
  OpAvgPool,
  OpConv2D,
  OpDense,
  OpRelu,
  OpSoftmaxCrossEntropyLoss,
} from "lib/ops/solutions";
import { changedOp } from "./changedOp.ts";
import { checksOf, useCpuBackend } from "./checks.ts";
import { tfAvgPool, tfConv2d, tfDense, tfLoss } from "./tfOps.ts";

/**
 * Each op's source is broken in its backward pass, one expression at a time; both checks have to
 * see every one of the broken ops.
 */
describe("the checks", () => {
  useCpuBackend();

  const random = seededRandom(5);
  const feature = () => variable(randomTensor([7, 6, 2], random));

  catches<typeof OpConv2D>(
    "OpConv2D",
    (Op) => {
      const options = { stride: 2, padding: 2, dilation: 2 };
      return [new Op(3, 3, feature(), { ...options, random }), tfConv2d(options)];
    },
    [
      ["dz * weights.get(f, ky, kx, kf)", "dz * weights.get(f, kx, ky, kf)"],
      ["dz * weights.get(f, ky, kx, kf)", "dz * weights.get(f, 2 - ky, 2 - kx, kf)"],
      ["dz * weights.get(f, ky, kx, kf)", "-dz * weights.get(f, ky, kx, kf)"],
      ["dz * weights.get(f, ky, kx, kf)", "1.001 * dz * weights.get(f, ky, kx, kf)"],
      ["dlossDinputs.data[i] +=", "dlossDinputs.data[i] ="],
      ["dlossDinputs.data[i] +=", "dlossDinputs.data[i + 1] +="],
      ["dlossDinputs.index(iy, ix, kf)", "dlossDinputs.index(ix, iy, kf)"],
      ["dz * inputs.get(iy, ix, kf)", "dz * inputs.get(ix, iy, kf)"],
      ["dz * inputs.get(iy, ix, kf)", "-dz * inputs.get(iy, ix, kf)"],
      ["dz * inputs.get(iy, ix, kf)", "1.001 * dz * inputs.get(iy, ix, kf)"],
      ["dz * inputs.get(iy, ix, kf)", "dz * inputs.get(iy, ix, 1 - kf)"],
      ["dlossDweights.data[w] +=", "dlossDweights.data[w] ="],
      ["dlossDweights.data[w] +=", "dlossDweights.data[w + 1] +="],
      ["dlossDweights.index(f, ky, kx, kf)", "dlossDweights.index(f, kx, ky, kf)"],
      ["y * this.stride", "y"],
      ["ky * this.dilation", "ky"],
      ["- this.paddingTop", "- this.paddingTop + 1"],
      ["dlossDvalue.get(y, x, f)", "dlossDvalue.get(x, y, f)"],
      ["y < this.height", "y < this.height - 1"],
    ],
  );

  catches<typeof OpRelu>("OpRelu", (Op) => [new Op(feature()), (x) => tf.relu(x)], [
    ["> 0", "< 0"],
    ["> 0", "> 0.5"],
    ["dlossDvalue.get(y, x, f)", "dlossDvalue.get(x, y, f)"],
    ["dlossDvalue.get(y, x, f)", "-dlossDvalue.get(y, x, f)"],
    ["dlossDvalue.get(y, x, f)", "1.001 * dlossDvalue.get(y, x, f)"],
    ["dlossDinputs.set(y, x, f", "dlossDinputs.set(y, x + 1, f"],
  ]);

  catches<typeof OpAvgPool>("OpAvgPool", (Op) => [new Op(4, feature()), tfAvgPool(4)], [
    ["/ area", ""],
    ["/ area", "/ cellSize"],
    ["/ area", "/ -area"],
    ["/ area", "/ area * 1.001"],
    ["dlossDvalue.get(y, x, f)", "dlossDvalue.get(x, y, f)"],
    ["dlossDinputs.set(y * cellSize + ky", "dlossDinputs.set(y + ky"],
    ["dlossDinputs.set(y * cellSize + ky", "dlossDinputs.set(y * cellSize + ky + 1"],
    ["let ky = 0", "let ky = 1"],
  ]);

  catches<typeof OpDense>("OpDense", (Op) => [new Op(3, feature(), { random }), tfDense], [
    ["dz * weights.get(u, y, x, f)", "dz * weights.get(u, x, y, f)"],
    ["dz * weights.get(u, y, x, f)", "-dz * weights.get(u, y, x, f)"],
    ["dz * weights.get(u, y, x, f)", "1.001 * dz * weights.get(u, y, x, f)"],
    ["] += dz", "] = dz"],
    ["dlossDinputs.index(y, x, f)", "dlossDinputs.index(y, x, f) + 1"],
    ["dz * inputs.get(y, x, f)", "dz * inputs.get(x, y, f)"],
    ["dz * inputs.get(y, x, f)", "-dz * inputs.get(y, x, f)"],
    ["dz * inputs.get(y, x, f)", "1.001 * dz * inputs.get(y, x, f)"],
    ["dlossDweights.set(u, y, x, f", "dlossDweights.set(u, y, x, 1 - f"],
  ]);

  catches<typeof OpSoftmaxCrossEntropyLoss>(
    "OpSoftmaxCrossEntropyLoss",
    (Op) => {
      const trueLabel = { value: 2 };
      return [new Op(variable(randomTensor([1, 1, 5], random)), trueLabel), tfLoss(trueLabel)];
    },
    [
      [") - 1)", "))"],
      [") - 1)", ") + 1)"],
      ["+ softmaxProb.get(k)", "- softmaxProb.get(k)"],
      ["+ softmaxProb.get(k)", "+ 1.001 * softmaxProb.get(k)"],
      ["+ softmaxProb.get(k)", "+ softmaxProb.get(this.numClasses - 1 - k)"],
      ["dlossDy.get(k) + softmaxProb", "softmaxProb"],
      ["dlossDy.set(this.trueLabel.value,", "dlossDy.set(this.trueLabel.value + 1,"],
    ],
  );
});

type CheckedOp = Parameters<typeof checksOf>[0];

/** One test for each [right, wrong] change of the backward pass in the built source of an op. */
function catches<Op>(
  name: string,
  make: (Op: Op) => [CheckedOp, TfOp],
  changes: readonly (readonly [string, string])[],
): void {
  it(`accept ${name} as it is`, async () => {
    expect(verdicts(make(await changedOp<Op>(name, (source) => source)))).deep.equal([true, true]);
  });
  for (const [right, wrong] of changes) {
    it(`catch "${wrong}" in place of "${right}" in ${name}.backward()`, async () => {
      const Op = await changedOp<Op>(name, (source) => {
        const [before, backward] = source.split("backward() {");
        expect(backward).includes(right);
        return [before, backward.replace(right, wrong)].join("backward() {");
      });
      expect(verdicts(make(Op))).deep.equal([false, false]);
    });
  }
}

function verdicts([op, tfOp]: [CheckedOp, TfOp]): boolean[] {
  return checksOf(op, tfOp).map(({ passed }) => passed);
}
