import { expect } from "chai";
import { tensor, variable } from "lib/ops";
import { OpConv2D } from "lib/ops/solutions";
import { readNotebook, text } from "./notebook.ts";

/** The matrices of a text in LaTeX, row by row. */
function matricesIn(latex: string): number[][] {
  return [...latex.matchAll(/\\begin\{pmatrix\}([\s\S]*?)\\end\{pmatrix\}/g)].map(([, body]) =>
    body.split(/\\\\|&/).map(Number),
  );
}

describe("the convolution on paper in notebook 3.1", () => {
  it("has the numbers of OpConv2D, forward and backward, and the slider those of the paper", async () => {
    const { cells } = await readNotebook("3.1-neural-network-operations.ipynb");
    const sourceOf = (id: string) => text(cells.find((cell) => cell.id === id)?.source);
    const paper = sourceOf("conv-paper");
    const [inputs, weights, value, dlossDvalue, dInputs, dWeights] = matricesIn(paper);
    const op = new OpConv2D(1, 2, variable(tensor(inputs, [3, 3, 1])));
    op.weights = tensor(weights, [1, 2, 2, 1]);
    op.forward();
    op.dlossDvalue = tensor(dlossDvalue, [2, 2, 1]);
    op.backward();
    expect([...op.value.data]).deep.equal(value);
    expect([...op.inputs.dlossDvalue.data]).deep.equal(dInputs);
    expect([...op.dlossDweights.data]).deep.equal(dWeights);
    const inSlider = (sourceOf("conv-slider").match(/-?\d+/g) ?? []).map(Number);
    expect(inSlider).deep.equal([...inputs, ...weights, ...dlossDvalue]);
    const inExample = sourceOf("conv-example");
    for (const numbers of [inputs, weights, dlossDvalue]) {
      expect(inExample).include(`tensor([${numbers.join(", ")}]`);
    }
  });
});
