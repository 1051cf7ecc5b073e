import { expect } from "chai";
import { namesOf } from "../../../grading/run/names.ts";

describe("the names that a cell takes from others", () => {
  for (const [source, names] of [
    ["a + b;", ["a", "b"]],
    ["a = b;", ["a", "b"]],
    ["a.b.c;", ["a"]],
    ["a[b];", ["a", "b"]],
    ["let x: lib.Shape<lib.Part>;", ["lib"]],
    ["f({ a: b, c, ...d });", ["b", "c", "d", "f"]],
    ["const { p: q = z, [k]: r } = d;", ["d", "k", "z"]],
    ["export { other as b };", ["other"]],
    ['import { a as b } from "x"; b;', []],
    ["interface Shape {} new Shape();", []],
    ["const a = 1; { const inner = a; inner; }", []],
  ] as [string, string[]][]) {
    it(`are ${names.join(", ") || "none"} in ${source}`, () => {
      expect([...namesOf(source).used].sort()).to.deep.equal(names);
    });
  }
});

describe("a cell that shows a value", () => {
  for (const [source, shows] of [
    ["plot(a);", true],
    ["a;", true],
    ["a + b", true],
    ["a < b", true],
    ["a, b", true],
    ["a = 1", false],
    ["a += 1", false],
    ["a ??= 1", false],
    ["a ^= 1", false],
    ["await a();", false],
    ["a; b;", false],
    ["const a = 1;", false],
    ["if (a) b;", false],
    ["", false],
  ] as const) {
    it(`${shows ? "is" : "is not"} ${JSON.stringify(source)}`, () => {
      expect(namesOf(source).shows).to.equal(shows);
    });
  }
});
