import { expect } from "chai";
import { markdown } from "lib/display";

describe("markdown", () => {
  it("is its text, and shows as Markdown, or as it is where there is none", () => {
    const text = "Loss **0.5** at $\\eta = 0.1$";
    const value = markdown(text);
    expect(JSON.stringify(value)).to.equal(JSON.stringify({ text }));
    expect(Reflect.get(value, Symbol.for("Jupyter.display")).call(value)).to.deep.equal({
      "text/markdown": text,
      "text/plain": text,
    });
  });
});
