import { expect } from "chai";
import ts from "typescript-api";
import { importedBy, loadedModule } from "../../../grading/borrowed/imports.ts";

const first = (source: string): ts.Statement =>
  ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022, true).statements[0];

describe("the module that an expression loads", () => {
  for (const [source, module] of [
    ['require("m")', "m"],
    ["require(`m`)", "m"],
    ['import("m")', "m"],
    ['await import("m")', "m"],
    ['(await import("m"))', "m"],
    ['(require("m") as any)', "m"],
    ['(require("m"))', "m"],
    ["require(name)", ""],
    ["require()", ""],
    ["require", undefined],
    ['load("m")', undefined],
    ['module.require("m")', undefined],
    ['"m"', undefined],
    ["await m", undefined],
  ] as const) {
    it(`is ${JSON.stringify(module)} in ${source}`, () => {
      const statement = first(source);
      if (!ts.isExpressionStatement(statement)) throw new Error(`${source} is no expression`);
      expect(loadedModule(statement.expression)).to.equal(module);
    });
  }
});

describe("the names that a statement gives to what modules export", () => {
  for (const [source, ...names] of [
    ['import { a, b as c } from "m";', "a = a", "c = b"],
    ['import d, { a } from "m";', "d", "a = a"],
    ['import * as n from "m";', "n"],
    ['import d, * as n from "m";', "d", "n"],
    ['import { type A, a } from "m";', "a = a"],
    ['import type { A } from "m";'],
    ['import type d from "m";'],
    ['import "m";'],
    ['import n = require("m");', "n"],
    ["import n = other.part;"],
    ['const n = require("m");', "n"],
    ['let n = await import("m"), k = require("m");', "n", "k"],
    ['const { a, b: c, "d": e } = require("m");', "a = a", "c = b", 'e = "d"'],
    ['const { a, ...others } = require("m");', "a = a", "others"],
    ['const { a: { b }, c } = require("m");', "c = c"],
    ['const [a, , b] = require("m");', "a = a", "b = b"],
    ["let a;"],
    ["const a = 1;"],
    ['f(require("m"));'],
    ['class A { m = require("m"); }'],
  ]) {
    it(`are ${names.join(", ") || "none"} in ${source}`, () => {
      expect(importedBy(first(source))).to.deep.equal(
        names.map((each) => {
          const [local, name] = each.split(" = ");
          return { local, module: "m", ...(name && { name }) };
        }),
      );
    });
  }

  it("are of a module without a name where that is computed", () => {
    for (const source of ["import n = require(name);", "const n = require(name);"]) {
      expect(importedBy(first(source))).to.deep.equal([{ local: "n", module: "" }]);
    }
  });
});
