import { expect } from "chai";
import { toCommonJs } from "../../kernel/translator/commonJs.ts";
import { CellExports } from "../../kernel/translator/exports.ts";
import { LoopCopies } from "../../kernel/translator/loopCopies.ts";

/** The names that a loop of a cell works on copies of, in their order. */
function copied(code: string): string {
  const cell = `
    let a = 0, b = 1; var c = 2; const d = 3; let hidden = 4; () => hidden;
    ${code}
    let late = 5;
    export { a, b, c };`;
  const { js } = toCommonJs(cell, new CellExports().transform, new LoopCopies().transform);
  const [, list = ""] = /\{\s*let (.*);\s*try/.exec(js) ?? [];
  return [...list.matchAll(/ = (\w+)/g)].map(([, name]) => name).join(" ");
}

describe("a loop of a cell", () => {
  for (const [code, names] of [
    ["for (const x of [1]) a += x;", "a"],
    ["for (const x in { b }) a += x;", "a b"],
    ["for (a = 0; a < 9; a++) {}", "a"],
    ["while (a++ < b) {}", "a b"],
    ["do { b++ } while (b < 9)", "b"],
    ["outer: for (;;) { a++; continue outer; }", "a"],
    ["if (a) { for (;;) b++; }", "b"],
    ["for (;;) c = c + d + late;", "c"],
    ["for (;;) a = hidden;", "a"],
    ["for (;;) { let b = a; }", "a"],
    ["for (const a of [1]) b += a;", "b"],
    ["for (const { a } of [b]) c = a;", "b c"],
    ["for (;;) a = Math.max(a, 1);", "a"],
    ["for (;;) a = b.max(a);", ""],
    ["for (;;) a = max(a);", ""],
    ["for (;;) a = window().Math.max(a);", ""],
    ["for (;;) a = this.Math.max(a);", ""],
    ["for (;;) a = new b();", ""],
    ["for (;;) a = b`x`;", ""],
    ["for (;;) a = await b;", ""],
    ["for await (const x of [1]) a += x;", ""],
    ["for (;;) a = () => 1;", ""],
    ["for (;;) a = class {};", ""],
    ["for (;;) { b = [1].map((x) => x + a); }", ""],
    ["a++;", ""],
    ["const f = () => { for (;;) a++; };", ""],
  ] as const) {
    it(`works on copies of ${names || "nothing"} in ${code}`, () => {
      expect(copied(code)).to.equal(names);
    });
  }
});
