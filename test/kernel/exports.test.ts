import { createRequire } from "node:module";
import vm from "node:vm";
import { expect } from "chai";
import { toCommonJs } from "../../kernel/translator/commonJs.ts";
import { CellExports } from "../../kernel/translator/exports.ts";

const ts: typeof import("typescript-api") = createRequire(import.meta.url)("typescript-api");

/** A cell as tslab hands it on: without `using`. */
const downleveled = (code: string) => {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(code, { compilerOptions }).outputText;
};

/** What becomes of a cell's JavaScript, and what it is found to export. */
function translated(code: string, resultName?: string) {
  const found = new CellExports(resultName);
  const { js } = toCommonJs(code, found.transform);
  return { found, js };
}

describe("what a cell exports", () => {
  for (const [code, js, names, prologue] of [
    [
      "const a = 1, b = 2;\nlet c = 3;\nc = 4;\nexport { a, b, c };",
      "const a = 1, b = 2;\nlet c = 3;\nc = 4;",
      ["a", "b", "c"],
      "a: [() => a], b: [() => b], c: [() => c, (v) => c = v]",
    ],
    [
      "class C {}\nfunction f() {}\nexport { f, C };",
      "class C {\n}\nfunction f() {\n    __kernel__.check();\n}",
      ["C", "f"],
      "C: [() => C, (v) => C = v], f: [() => f, (v) => f = v]",
    ],
    [
      "var [q, { r }] = s;\nexport { q, r };",
      "var [q, { r }] = s;",
      ["q", "r"],
      "q: [() => q, (v) => q = v], r: [() => r, (v) => r = v]",
    ],
    [
      "let a = 1;\na = a = 2;\nexport { a };",
      "let a = 1;\na = a = 2;",
      ["a"],
      "a: [() => a, (v) => a = v]",
    ],
    ["const a = 1, b = 2;\nexport { b };", "const a = 1, b = 2;", ["b"], "b: [() => b]"],
    ["const a = 1;\nexports.y = 2;\nexport {};", "const a = 1;\nexports.y = 2;", [], ""],
    ["1;\nexport {};", "1;", [], ""],
  ] as const) {
    it(`is shown by accessors to its own variables: ${code.replaceAll("\n", " ")}`, () => {
      const { js: made, found } = translated(code);
      expect(made.trim()).to.equal(js);
      expect(found.names.toSorted()).to.deep.equal(names);
      expect(found.prologue).to.equal(prologue && `__kernel__.own({ ${prologue} });`);
    });
  }

  it("is what it imports, by the kernel's definition", () => {
    const { js, found } = translated("import { e as f } from 'm';\nexport { f };");
    expect(found.names).to.deep.equal(["f"]);
    expect(js).to.include('__kernel__.define(exports, "f", { enumerable: true, get: ');
    expect(js).not.to.include("__esModule");
    expect(found.prologue).to.equal("");
  });

  it("is imported by the kernel where the cell has a `require` of its own", () => {
    const code = "import x from 'm';\nx;\nexport {};";
    expect(translated(code).js).to.match(/[^.]require\("m"\)/);
    const own = translated(`let require = 1;\nrequire(2);\n${code}`).js;
    expect(own).to.include('__kernel__.require("m")').and.include("\nrequire(2);");
  });

  it("is without a name where a function or a class is the last value", () => {
    const last = (value: string) =>
      translated(`const last = ${value};\nexport { last };`, "last")
        .js.replaceAll(/\s+/g, " ")
        .trim();
    expect(last("() => 1")).to.equal("const last = (0, () => 1);");
    expect(last("class {}")).to.equal("const last = (0, class { });");
    expect(translated("const other = () => 1;\nexport { other };", "last").js).to.equal(
      "const other = () => 1;",
    );
  });

  it("awaits at its top, or in functions alone", () => {
    expect(translated("await 1;\nexport {};").found.isAsync).to.equal(true);
    expect(translated("for await (const x of y);\nexport {};").found.isAsync).to.equal(true);
    expect(translated("const f = async () => { await 1; };\nexport { f };").found.isAsync).to.equal(
      false,
    );
  });

  it("is strict where it says so itself", () => {
    expect(translated("'use strict';\nconst a = 1;\nexport { a };").found.isStrict).to.equal(true);
    expect(translated("const a = 1;\nexport { a };").found.isStrict).to.equal(false);
    expect(translated("'use it';\nexport {};").found.isStrict).to.equal(false);
  });

  describe("of a cell that declares by `using`", () => {
    const run = (body: string) => {
      const { js, found } = translated(downleveled(`using a = resource;\n${body}\nexport {};`));
      const exports: Record<string, unknown> = {};
      const done: string[] = [];
      const resource = { [Symbol.dispose]: () => done.push("disposed") };
      const cell = vm.runInThisContext(
        `(function (exports, resource, note, __kernel__) { ${js}\n})`,
      );
      const note = (text: string) => done.push(text);
      cell(exports, resource, note, { check() {}, own() {} });
      return { exports: { ...exports }, done, lastName: found.lastName };
    };

    it("is the last value, after all that comes before it", () => {
      expect(run('note("first");\nnote("second");\n41 + 1;')).to.deep.equal({
        exports: { tsLastExpr: 42 },
        done: ["first", "second", "disposed"],
        lastName: "tsLastExpr",
      });
    });

    it("is none where the last statement is no expression, or a change", () => {
      for (const body of [
        'note("first");\nif (1) note("second");',
        'let b;\nnote("first");\nb = 1;',
      ]) {
        const { exports, lastName } = run(body);
        expect([exports.tsLastExpr, lastName]).to.deep.equal([undefined, undefined]);
      }
    });
  });
});
