import { expect } from "chai";
import { tensor, variable } from "lib/ops";
import { OpConv2D } from "lib/ops/solutions";
import { convolutionBackward } from "lib/plot";

const inputs = [
  [1, 2, 0],
  [0, 1, 3],
  [2, 0, 1],
];
const weights = [
  [1, -1],
  [2, 0],
];
const dlossDvalue = [
  [2, 1],
  [-1, 1],
];

interface Drawn {
  readonly z?: number[][];
  readonly x: number[];
  readonly y: number[];
}

/** What one step of the slider shows: matrices and their frames, in turn. */
function stepOf(number: number): { matrices: number[][][]; frames: number[][] } {
  const data = convolutionBackward("Backward", { inputs, weights, dlossDvalue })
    .data as unknown[] as Drawn[];
  const traces = data.slice(10 * number, 10 * (number + 1));
  return {
    matrices: traces.flatMap(({ z }) => (z ? [z] : [])),
    frames: traces.flatMap(({ z, x, y }) => (z ? [] : [[y[0] + 0.5, x[0] + 0.5]])),
  };
}

describe("convolutionBackward", () => {
  it("goes through every product, and ends at the gradients of OpConv2D", () => {
    const op = new OpConv2D(1, 2, variable(tensor(inputs.flat(), [3, 3, 1])));
    op.weights = tensor(weights.flat(), [1, 2, 2, 1]);
    op.forward();
    op.dlossDvalue = tensor(dlossDvalue.flat(), [2, 2, 1]);
    op.backward();
    const { matrices } = stepOf(15);
    expect(matrices.length).equal(5);
    expect(matrices[3].flat()).deep.equal([...op.inputs.dlossDvalue.data]);
    expect(matrices[4].flat()).deep.equal([...op.dlossDweights.data]);
  });

  it("frames the input, the weight, the gradient and where both terms go", () => {
    // The third product of value (0, 1): weight (1, 0) on input (1, 1).
    const { matrices, frames } = stepOf(4 + 2);
    expect(frames).deep.equal([
      [1, 1],
      [1, 0],
      [0, 1],
      [1, 1],
      [1, 0],
    ]);
    expect(matrices[3][1][1]).equal(2 * 0 + 1 * 2);
    expect(matrices[4][1][0]).equal(2 * 0 + 1 * 1);
  });

  it("says each product in words, with the numbers", () => {
    const { layout } = convolutionBackward("Backward", { inputs, weights, dlossDvalue });
    const [slider] = layout.sliders ?? [];
    const { label, args } = slider.steps?.[6] ?? {};
    expect(label).equal("v(0, 1), w(1, 0)");
    const [, { title, meta }] = args as [object, { title: { text: string }; meta: object }];
    expect(title.text).equal(
      "Backward<br><sup>∂L/∂i at (1, 1) gets 1 · 2 = 2, ∂L/∂w at (1, 0) gets 1 · 1 = 1</sup>",
    );
    expect(JSON.stringify(slider.steps?.[1].args)).include(
      "∂L/∂i at (0, 1) gets 2 · −1 = −2, ∂L/∂w at (0, 1) gets 2 · 2 = 4",
    );
    expect(JSON.stringify(meta)).include("∂L/∂i so far: rows 2, −1, −1; 4, 2, 0; 0, 0, 0. Framed");
  });

  it("refuses a gradient of another size", () => {
    expect(() => convolutionBackward("", { inputs, weights, dlossDvalue: [[1]] })).throw(
      RangeError,
      "inputs [3,3] and weights [2,2] have a value [2,2], the gradient is [1,1]",
    );
    expect(() => convolutionBackward("", { inputs: [], weights, dlossDvalue: [[1]] })).throw(
      RangeError,
      "inputs [0,0] and weights [2,2] have a value [-1,-1], the gradient is [1,1]",
    );
  });
});
