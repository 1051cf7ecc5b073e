import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { type CheckReport, cmpOps, gradientCheck, OpRelu, tensor, variable } from "lib/ops";
import { useCpuBackend } from "./checks.ts";

/** A ReLU that forgets to clip. */
class Unclipped extends OpRelu {
  override forward(): void {
    this.value = tensor(this.inputs.value.data, this.inputs.value.shape);
  }
}

const inputs = () => variable(tensor([1, -2, 3, -4], [2, 2, 1]));
const check = (op: OpRelu, show?: (report: CheckReport) => void) =>
  cmpOps(op, (x) => tf.relu(x), { tf, ...(show && { show }) });

describe("the report of a check", () => {
  useCpuBackend();

  it("is a value: shapes, the largest difference, its place, the bound and the verdict", () => {
    const [forward] = check(new Unclipped(inputs()), () => {}).comparisons;
    expect(forward).deep.equal({
      quantity: "forward",
      yourShape: [2, 2, 1],
      referenceShape: [2, 2, 1],
      difference: 4,
      at: [1, 1, 0],
      yours: -4,
      reference: 0,
      bound: 1e-5 * 3,
      equal: false,
      hint: "Negative inputs are not clipped to 0.",
    });
  });

  it("prints its table and its hints, where there is no notebook", () => {
    const lines = printed(() => check(new Unclipped(inputs()))).split("\n");
    expect(lines[0]).equal("Unclipped against TensorFlow.js");
    expect(lines[1]).match(/^quantity +verdict +your shape +reference shape +largest difference/);
    expect(lines[2]).match(/^forward +✗ wrong +\[2,2,1\] +\[2,2,1\] +4\.0e\+0 +3\.0e-5 +\[1,1,0\]/);
    expect(lines[3]).match(/^gradient wrt inputs +✓ equal/);
    expect(lines[4]).equal("forward: Negative inputs are not clipped to 0.");
  });

  it("stands under the cell of a notebook once: as a value it shows the verdict alone", () => {
    const shown: unknown[] = [];
    const key = Symbol.for("jupyter.kernel");
    const global = globalThis as { [key: symbol]: unknown };
    global[key] = { display: (content: unknown) => shown.push(content) };
    try {
      const report = gradientCheck(new OpRelu(inputs()));
      expect(shown).deep.equal([
        { data: { "text/html": report.toHtml(), "text/plain": `${report}` }, metadata: {} },
      ]);
      const bundle: unknown = Reflect.get(report, Symbol.for("Jupyter.display"));
      expect((bundle as () => object)()).deep.equal({
        "text/plain": "OpRelu against central differences: all equal",
      });
    } finally {
      delete global[key];
    }
  });

  it("names the wrong quantities in its verdict", () => {
    const report = check(new Unclipped(inputs()), () => {});
    expect(report.passed).equal(false);
    expect(report.verdict).equal("Unclipped against TensorFlow.js: wrong in forward");
  });

  it("leaves no tensors of TensorFlow.js behind", () => {
    const before = tf.memory().numTensors;
    check(new OpRelu(inputs()), () => {});
    expect(tf.memory().numTensors).equal(before);
  });

  it("leaves the inputs and weights of the op as they were", () => {
    const op = new OpRelu(inputs());
    gradientCheck(op, { show: () => {} });
    expect([...op.inputs.value.data]).deep.equal([1, -2, 3, -4]);
    expect([...op.value.data]).deep.equal([1, 0, 3, 0]);
  });
});

/** What `console.log` got while `run` ran. */
function printed(run: () => void): string {
  const { log } = console;
  const lines: string[] = [];
  console.log = (...values: unknown[]) => lines.push(values.join(" "));
  try {
    run();
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}
