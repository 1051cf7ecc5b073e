import { createRequire } from "node:module";
import { expect } from "chai";
import { isComplete } from "../../kernel/translator/complete.ts";
import { declaredVariables } from "../../kernel/translator/declaredVariables.ts";
import { translationFailure } from "../../kernel/translator/diagnostics.ts";
import { strayReturns } from "../../kernel/translator/strayReturns.ts";

const ts: typeof import("typescript-api") = createRequire(import.meta.url)("typescript-api");
const sourceOf = (code: string, name = "cell.ts") =>
  ts.createSourceFile(name, code, ts.ScriptTarget.ES2022, true);

describe("code at a console", () => {
  for (const code of [
    "",
    "1",
    "f();\n",
    "if (x) {\n  y();\n}",
    "const a = 'b';\n\n",
    "await f();",
  ]) {
    it(`is complete: ${JSON.stringify(code)}`, () => {
      expect(isComplete(code, "typescript")).to.deep.equal({ status: "complete" });
    });
  }

  for (const code of ["const a = ;", "f)", "f(\n\n", "f(\n  \n "]) {
    it(`is invalid: ${JSON.stringify(code)}`, () => {
      expect(isComplete(code, "typescript")).to.deep.equal({ status: "invalid" });
    });
  }

  for (const [code, indent] of [
    ["f(", "  "],
    ["f(  ", "  "],
    ["f(\n", ""],
    ["f([", "  "],
    ["f(1,", ""],
    ["/* a", ""],
    ["`a", ""],
    ["if (x) {", "  "],
    ["if (x) {\n  a", "  "],
    ["if (x) {\n  a;\n    b;", "    "],
    ["function f() {\n  if (x) {", "    "],
    ["function f() {\n  if (x) {\n    }", "  "],
    ["function f() {\n  if (x) {\n  }", "  "],
    ["f(g(\n    1,\n    2\n    )", "  "],
    ["{\n\tif (x) {\n\t\t\t}", "\t\t"],
    ["{\n\tif (x) {\n\t\t}", "\t\t"],
    ["  f(", "    "],
    ["{ {\n  a;\n }", " "],
    ["{\n  {\n    {\n      }", "    "],
    ["const a = ;\nf(", "  "],
  ]) {
    it(`goes on with ${JSON.stringify(indent)} after ${JSON.stringify(code)}`, () => {
      expect(isComplete(code, "typescript")).to.deep.equal({ status: "incomplete", indent });
    });
  }

  it("is read in its language", () => {
    expect(isComplete("<T,>(x: T) => x", "typescript").status).to.equal("complete");
    expect(isComplete("<T,>(x: T) => x", "javascript").status).not.to.equal("complete");
  });
});

describe("the variables of a cell", () => {
  for (const [code, declared] of [
    ["const a = 1, b = 2;", { a: false, b: false }],
    ["let a; var b;", { a: true, b: true }],
    ["const { a, b: [c, , ...d], ...e } = f;", { a: false, c: false, d: false, e: false }],
    ["let [a, { b }] = c;", { a: true, b: true }],
    ["if (x) { var a = 1; let b; const c = 2; }", { a: true }],
    ["for (var [a, b] of c) { var d; }", { a: true, b: true, d: true }],
    ["for (let a of b);", {}],
    ["function f() { var a; }", {}],
    ["class C { m() { var a; } static { var b; } }", {}],
    ["const f = () => { var a; };", { f: false }],
    ["namespace N { var a; }", {}],
    ["{ { var a; } }", { a: true }],
  ] as const) {
    it(`are ${Object.keys(declared).join(", ") || "none"} in ${code}`, () => {
      expect(Object.fromEntries(declaredVariables(ts, sourceOf(code)))).to.deep.equal(declared);
    });
  }
});

describe("a return in no function", () => {
  it("is told of, wherever it is in a cell", () => {
    const code = "if (x) return 1;\nfor (;;) { return; }\nreturn (() => { return 2; })();";
    const file = sourceOf(code);
    const found = strayReturns(file);
    expect(found.map(({ start }) => start)).to.deep.equal([
      code.indexOf("return 1"),
      code.indexOf("return;"),
      code.indexOf("return ("),
    ]);
    for (const each of found) {
      expect(each).to.include({
        file,
        length: 6,
        code: 1108,
        category: ts.DiagnosticCategory.Error,
      });
      expect(each.messageText).to.equal(
        "A 'return' statement can only be used within a function body.",
      );
    }
  });

  it("is none in a function or a class", () => {
    const code =
      "function f() { return 1; }\nclass C { m() { return 2; } get g() { return 3; } }\nconst a = { m() { return 4; } };";
    expect(strayReturns(sourceOf(code))).to.deep.equal([]);
  });
});

describe("what TypeScript has against a cell", () => {
  const code = "const a = 1;\n\tb + c;\n\nf(\n  d\n)";
  /** As TypeScript sees it, after one line that was added and tslab's own. */
  const file = sourceOf(`export {}\nadded\n${code}`, "/x/cell.ts");
  const cell = { language: "typescript", file: "cell.ts", added: 1, code } as const;
  const shown = (at: string, length: number, messageText = "No.", more: object = {}) =>
    translationFailure(
      [
        {
          ...{ category: ts.DiagnosticCategory.Error, code: 1, messageText, length },
          ...{ file, start: file.text.indexOf(at), ...more },
        },
      ],
      cell,
    ).traceback;

  it("has its place in the cell, the line and a mark under it", () => {
    expect(shown("a = 1", 1)).to.deep.equal(["1:7 - No.", "  const a = 1;", "        ~"]);
    expect(shown("b + c", 5)).to.deep.equal(["2:2 - No.", "  \tb + c;", "  \t~~~~~"]);
    expect(shown("b + c", 0)).to.deep.equal(["2:2 - No.", "  \tb + c;", "  \t~"]);
    expect(shown("f(", 7)).to.deep.equal(["4:1 - No.", "  f(", "  ~~"]);
    expect(shown("d\n", 1, "No.\nWhy.\nSo.").slice(3)).to.deep.equal(["Why.", "So."]);
  });

  it("has the name of another file, or none at all", () => {
    const other = sourceOf("\n  x", `${process.cwd()}/lib/a.ts`);
    expect(shown("", 1, "No.\nWhy.", { file: other, start: 3 })[0]).to.match(
      /^lib[\\/]a\.ts 2:3 - No\.$/,
    );
    expect(shown("", 1, "No.\nWhy.", { file: other, start: 3 }).slice(1)).to.deep.equal(["Why."]);
    expect(shown("", 1, "No.\nWhy.", { file: undefined })).to.deep.equal(["No.", "Why."]);
  });

  it("is an error of TypeScript, or in JavaScript of its syntax, with the first sentence", () => {
    const faults = ["One.", "Two."].map((messageText) => ({
      ...{ category: ts.DiagnosticCategory.Error, code: 1, messageText },
      ...{ file: undefined, start: undefined, length: undefined },
    }));
    expect(translationFailure(faults, cell)).to.deep.equal({
      ...{ ename: "TypeScriptError", evalue: "One.", traceback: ["One.", "Two."] },
    });
    expect(translationFailure(faults, { ...cell, language: "javascript" }).ename).to.equal(
      "SyntaxError",
    );
  });
});
