import { expect } from "chai";
import { compileCell } from "../../../../../publish/live/kernel/compile/compileCell.ts";

const compile = (source: string) => compileCell(source, ["other", "name"], "cell 1");
/** The cell's JavaScript, with shorter names of what the kernel has. */
const rewritten = (source: string) =>
  compile(source)
    .js.replaceAll("__kernel__.", "§")
    .replaceAll(/imported_\d+/g, "module");

describe("a cell that was edited in a page, rewritten,", () => {
  for (const [source, js, imports] of [
    [
      'import a from "m";\na;',
      'const module = require("m"); §has("m", "default"); const a = module["default"];\nexports.tsLastExpr = (a);',
      [{ name: "m", members: ["default"] }],
    ],
    ['import "m";', 'require("m");', [{ name: "m", members: [] }]],
    [
      'import * as m from "m";',
      'const module = require("m"); const m = module;',
      [{ name: "m", members: undefined }],
    ],
    [
      'import { a, b as c, "x y" as d } from "m";\nc();',
      'const module = require("m"); const a = module["a"]; §has("m", "b"); const c = module["b"]; ' +
        'const d = module["x y"];\nexports.tsLastExpr = (c());',
      [{ name: "m", members: ["a", "b", "x y"] }],
    ],
    [
      'import a, * as m from "m";',
      'const module = require("m"); const a = module["default"]; const m = module;',
      [{ name: "m", members: undefined }],
    ],
    ['import type { T } from "m";', "", []],
    [
      'import { a } from "m";\nimport { b } from "n";',
      'const module = require("m"); const a = module["a"];\nconst module = require("n"); const b = module["b"];',
      [
        { name: "m", members: ["a"] },
        { name: "n", members: ["b"] },
      ],
    ],
    ['const a = require("m").x;', 'const a = require("m").x;', [{ name: "m" }]],
    ["const a = require(name);", "const a = require(exports.name);", []],
    ['const a = [other("m"), f("n")];', 'const a = [(0, exports.other)("m"), f("n")];', []],
    ["const a = new other(name);", "const a = new exports.other(exports.name);", []],
    ["const a = other`x`;", "const a = (0, exports.other)`x`;", []],
    [
      "const f = () => require('m');\nvar a = await import('n');",
      "const f = () => require('m');\nvar a = await §step(§load('n'));",
      [{ name: "m" }, { name: "n" }],
    ],
    ["const a = import(name);", "const a = §load(exports.name);", []],
    ["const a = import.meta.url;", "const a = §meta().url;", []],
    ["function F() { return new.target; }", "function F() { §check(); return new.target; }", []],
    [
      "const o = { name, other: name, f: { other } };",
      "const o = { name: exports.name, other: exports.name, f: { other: exports.other } };",
      [],
    ],
    ["const a = ({ name = other }) => name;", "const a = ({ name = exports.other }) => name;", []],
  ] as const) {
    it(`takes names and modules from the kernel: ${source.replaceAll("\n", " ")}`, () => {
      expect(rewritten(source)).to.equal(js);
      expect(compile(source).imports).to.deep.equal(imports);
    });
  }

  for (const [source, js] of [
    ["for (const a of b) c();", "for (const a of b) { §check(); c(); }"],
    ["for (;;) {}", "for (;;) { §check();}"],
    ["for (const k in o) { k; }", "for (const k in o) { §check(); k; }"],
    ["while (1) f();", "while (1) { §check(); f(); }"],
    ["do f(); while (0);", "do { §check(); f(); } while (0);"],
    ["for await (const x of y) { f(x); }", "for await (const x of §steps(y)) { §check(); f(x); }"],
    ["function f() { return 1; }", "function f() { §check(); return 1; }"],
    ["function* g() { yield 1; }", "function* g() { §check(); yield 1; }"],
    ["const f = () => 1;", "const f = () => 1;"],
    [
      "const f = async () => { await g(); };",
      "const f = async () => { §check(); await §step(g()); };",
    ],
    [
      "class C { constructor() { f(); } m() {} get g() { return 1; } static { f(); } }",
      "class C { constructor() { f(); } m() { §check();} get g() { §check(); return 1; } static { f(); } }",
    ],
    ["if (x) { y; }", "if (x) { y; }"],
  ] as const) {
    it(`can be interrupted: ${source}`, () => {
      expect(rewritten(source)).to.equal(js);
    });
  }

  for (const [source, isAsync] of [
    ["f();", false],
    ["await f();", true],
    ["for await (const x of y) f(x);", true],
    ["for (const x of y) f(x);", false],
    ["const f = async () => { await 1; for await (const x of y) x; };", false],
    ["class C { async m() { await 1; } }\nasync function f() { await 2; }", false],
    ["const f = async () => await 1;\nawait f();", true],
    ["const f = function () { return () => 1; };\nconst a = await 1;", true],
  ] as const) {
    it(`awaits at its top or not: ${source.replaceAll("\n", " ")}`, () => {
      expect(compile(source).isAsync).to.equal(isAsync);
    });
  }

  for (const [source, js] of [
    ["f(); ;", "exports.tsLastExpr = (f()); ;"],
    ["f()", "exports.tsLastExpr = (f())"],
    ["f(); // g", "exports.tsLastExpr = (f()); // g"],
    ["1;\n2", "1;\nexports.tsLastExpr = (2)"],
    ["const a = 1;", "const a = 1;"],
    ["", ""],
    [";", ";"],
  ] as const) {
    it(`gives its last value: ${JSON.stringify(source)}`, () => {
      expect(rewritten(source)).to.equal(js);
      expect(compile(source).resultName !== undefined).to.equal(js.includes("tsLastExpr"));
    });
  }

  it("shares what it declares, and what can be assigned to", () => {
    expect(
      compile("const a = 1;\nlet b = 2;\nfunction f() {}\nclass C {}\nvar v;").prologue,
    ).to.equal(
      "__kernel__.own({ a: [() => a], b: [() => b, (v) => b = v], " +
        "f: [() => f, (v) => f = v], C: [() => C, (v) => C = v], v: [() => v, (v) => v = v] });",
    );
    expect(compile('import { a } from "m";').prologue).to.equal(
      "__kernel__.own({ a: [() => a] });",
    );
    expect(compile("1;").prologue).to.equal("");
  });

  it("declares a name of its own that another cell has", () => {
    expect(rewritten("const name = 1;\nname")).to.equal(
      "const name = 1;\nexports.tsLastExpr = (name)",
    );
  });
});
