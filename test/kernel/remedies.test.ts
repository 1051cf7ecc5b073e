import { createRequire } from "node:module";
import { expect } from "chai";
import { plainTypes, withRemedy } from "../../kernel/translator/remedies.ts";

const ts: typeof import("typescript-api") = createRequire(import.meta.url)("typescript-api");

const said = (messageText: string, more: object = {}) =>
  withRemedy({
    ...{ category: ts.DiagnosticCategory.Error, code: 2345, messageText },
    ...{ file: undefined, start: undefined, length: undefined, ...more },
  });

describe("what is said of the common mistakes in types", () => {
  const shapes = (is: string, due: string, what = "Argument of type") =>
    `${what} '${is}' is not assignable to parameter of type '${due}'.`;

  it("names both shapes where they differ", () => {
    const sentence = "The shape is [height, 3], it has to be [height, width, 3].";
    const [is, due] = ['Tensor<["height", 3]>', 'Tensor<["height", "width", 3]>'];
    expect(said(shapes(is, due))).to.equal(sentence);
    expect(said(`Type '${is}' is not assignable to type '${due}'.`)).to.equal(sentence);
    expect(said(shapes("Variable<[a: number]>", "Variable<[a: number, b: number]>"))).to.equal(
      "The shape is [a], it has to be [a, b].",
    );
  });

  it("says how numbers become a tensor", () => {
    const lacks = (type: string, due: string) =>
      `Type '${type}' is missing the following properties from type 'Tensor<${due}>': data, get`;
    expect(said(lacks("number[]", "[number, 3]"))).to.equal(
      "A number[] has no shape: tensor(numbers, shape) makes a tensor of it; the shape has to be [number, 3].",
    );
    expect(said(lacks("Float32Array<ArrayBuffer>", "Shape"))).to.equal(
      "A Float32Array has no shape: tensor(numbers, shape) makes a tensor of it.",
    );
    expect(
      said("Argument of type 'number[]' is not assignable to parameter of type 'Tensor<[2]>'."),
    ).to.equal(
      "A number[] has no shape: tensor(numbers, shape) makes a tensor of it; the shape has to be [2].",
    );
  });

  it("says how an optimizer is given", () => {
    const optimizer = (type: string) =>
      said(`Type '${type}' is not assignable to type 'OptimizerName | undefined'.`);
    const sentence = (name: string) =>
      `The optimizer is given by its name, optimizer: "${name}", and its rate by learningRate.`;
    expect(optimizer("SGDOptimizer")).to.equal(sentence("sgd"));
    expect(optimizer("MomentumOptimizer")).to.equal(sentence("momentum"));
    expect(optimizer("RMSPropOptimizer")).to.equal(sentence("adam"));
  });

  it("has the cause behind what comes of it", () => {
    const cause = "Type 'AdamOptimizer' is not assignable to type 'OptimizerName'.";
    expect(said(`No overload matches.\n  The last one:\n    ${cause}`)).to.equal(
      'No overload matches.\nThe optimizer is given by its name, optimizer: "adam", and its rate by learningRate.',
    );
    expect(said("Cannot find name 'a'.\nDid you mean b?")).to.equal(
      "Cannot find name 'a'.\nDid you mean b?",
    );
  });

  it("says what a method of an op that returns nothing is to set", () => {
    const text = `class Op {
  forward(): number { if (x) return 1; }
  backward = () => 2;
  other(): number { }
  backward2() { const f = () => { return; }; }
}
function forward() { }`;
    const file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ES2022);
    const returns = (at: string, code = 7030) =>
      said("Not all code paths return a value.", { code, file, start: text.indexOf(at) });
    expect(returns("forward(): ")).to.equal(
      "forward() returns nothing: what it computes, it sets: this.value, as in this.value.set(y, x, f, value).",
    );
    expect(returns("return 1")).to.match(/^forward\(\) returns nothing/);
    for (const [at, code] of [
      ["other", 7030],
      ["() => 2", 7030],
      ["() => { return", 7030],
      ["function forward", 7030],
      ["forward(): ", 2345],
    ] as const) {
      expect(returns(at, code), at).to.equal("Not all code paths return a value.");
    }
    expect(said("Not all.", { code: 7030 })).to.equal("Not all.");
  });

  it("has plain numbers for the sizes of lib/ops", () => {
    const size = (name: string) => `number & {\n    readonly ${name}?: "height";\n}`;
    expect(plainTypes(`Tensor<[${size("axis")}, ${size("size")}]>`)).to.equal(
      "Tensor<[number, number]>",
    );
    expect(said(`Type '${size("axis")}' is wrong.`)).to.equal("Type 'number' is wrong.");
    expect(plainTypes(size("other"))).to.equal(size("other"));
  });
});
