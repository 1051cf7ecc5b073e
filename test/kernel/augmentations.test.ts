import { expect } from "chai";
import { forgetAugmented } from "../../kernel/translator/augmentations.ts";

describe("what cells have added to the global scope or to a module", () => {
  /** What is left of what earlier cells have added to it, without spaces. */
  const left = (earlier: string, anew: string, target = "global") => {
    const add = (body: string) => `declare ${target} { ${body} }`;
    const [, kept] = /\{(.*)\}/s.exec(forgetAugmented(add(earlier), add(anew))) ?? [];
    return kept?.replaceAll(/\s+/g, " ").trim();
  };

  for (const [what, earlier, anew, kept] of [
    ["a function", "function f(): 1; function g(): 2;", "function f(): 3;", "function g(): 2;"],
    ["a class", "class A { } class B { }", "class B { x: 1 }", "class A { }"],
    ["a type", "type T = 1; type U = 2;", "type T = 3;", "type U = 2;"],
    ["one of two variables", "var a: 1, b: 2;", "var a: 3;", "var b: 2;"],
    ["all variables of a statement", "var a: 1; var b: 2;", "var a: 3;", "var b: 2;"],
    [
      "a member of an interface",
      "interface I { a: 1; b: 2; (): 3; }",
      "interface I { a: 4; (): 5; }",
      "interface I { b: 2; (): 3; }",
    ],
    [
      "a member of another interface",
      "interface I { a: 1; }",
      "interface J { a: 2; }",
      "interface I { a: 1; }",
    ],
  ]) {
    it(`are forgotten where a cell declares anew: ${what}`, () => {
      expect(left(earlier, anew)).to.equal(kept);
    });
  }

  it("are those of one module, and its default", () => {
    const module = 'module "whole"';
    const earlier = "const a: 1; export default a;";
    expect(left(earlier, "const b: 2; export default b;", module)).to.equal("const a: 1;");
    expect(left("const a: 1; export = a;", "const b: 2; export = b;", module)).to.equal(
      "const a: 1;",
    );
    const other = forgetAugmented(
      'declare module "other" { const a: 1; }',
      `declare ${module} { const a: 2; }`,
    );
    expect(other.trim()).to.equal('declare module "other" { const a: 1; }');
  });

  it("are forgotten wholly where the module is declared to be any", () => {
    const earlier = 'declare module "whole" { const a: 1; }\ndeclare let x: 1;';
    expect(forgetAugmented(earlier, 'declare module "whole";').trim()).to.equal(
      "declare let x: 1;",
    );
    expect(forgetAugmented(earlier, "let x = 1")).to.equal(earlier);
  });
});
