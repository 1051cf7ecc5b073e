import { createRequire } from "node:module";
import { expect } from "chai";
import { diagnose, findTopAwait, inOrder } from "../../kernel/translator/diagnose.ts";
import { codesOf } from "./messageCodes.ts";

const ts: typeof import("typescript-api") = createRequire(import.meta.url)("typescript-api");
type Program = Parameters<typeof diagnose>[0];
type Diagnostic = ReturnType<typeof findTopAwait>[number];

const sourceOf = (code: string) => ts.createSourceFile("/x/a.ts", code, ts.ScriptTarget.ES2022);
const file = sourceOf('import "untyped";');
const fault = (code: number, more: object = {}) => ({
  ...{ category: ts.DiagnosticCategory.Error, code, messageText: "No." },
  ...{ file: undefined, start: undefined, length: undefined, ...more },
});

/** What is found in a file where TypeScript has this against it. */
function found(
  semantic: readonly Diagnostic[],
  { syntactic = [], isUnchecked = false, areStrict = false } = {},
) {
  const program: Partial<Program> = {
    getGlobalDiagnostics: () => [fault(5, { messageText: "Of all." })],
    getSyntacticDiagnostics: () => syntactic,
    getSemanticDiagnostics: () => semantic,
  };
  const rules = { isUnchecked: () => isUnchecked, areStrict };
  const { faults, untyped } = diagnose(program as Program, [file], rules);
  return { texts: faults.slice(1).map(({ messageText }) => messageText), untyped };
}

describe("what is wrong in a cell", () => {
  it("is not what strict mode alone forbids, unless the cells are strict", () => {
    const codes = codesOf(
      /^(Invalid use of 0 (in strict|Modules)|with statements are not allowed in strict|delete cannot be called on an|Octal (literals|escape sequences) are not allowed Use the|Identifier expected 0 is a reserved word in strict mode (Modules|\d))/,
    );
    expect(codes).to.have.length(8);
    for (const code of codes) {
      expect(found([fault(code)]).texts, String(code)).to.deep.equal([]);
      expect(found([fault(code)], { areStrict: true }).texts, String(code)).to.deep.equal(["No."]);
    }
  });

  it("is not what runs in a cell all the same", () => {
    const codes = codesOf(
      /^(Import assignment cannot be used when targeting ECMAScript|This import uses a 0 extension to resolve|File 0 is not under rootDir)/,
    );
    expect(codes).to.have.length(3);
    expect(
      found(
        codes.map((code) => fault(code)),
        { areStrict: true },
      ).texts,
    ).to.deep.equal([]);
  });

  it("is what TypeScript says, with two hints that say more than where something is", () => {
    const [here] = codesOf(/^ 0 is declared here/);
    const relatedInformation = [here, 1, 2, 3].map((code) =>
      fault(code, { messageText: `Hint ${code}.` }),
    );
    expect(found([fault(2304, { relatedInformation })]).texts).to.deep.equal([
      "No.\nHint 1.\nHint 2.",
    ]);
  });

  it("is nothing of its types where these are not checked", () => {
    expect(found([fault(2304)], { isUnchecked: true }).texts).to.deep.equal([]);
  });

  it("is no package without types, which is told of once", () => {
    const [code] = codesOf(/^Could not find a declaration file for module 0 1 implicitly/);
    const untyped = fault(code, { file, start: 7, length: 9 });
    expect(found([untyped, untyped])).to.deep.equal({ texts: [], untyped: ["untyped"] });
    expect(found([fault(code)])).to.deep.equal({ texts: [], untyped: [] });
  });

  it("is told of in its order, what cannot be read first", () => {
    const places = [2200, 1546, 1005].map((code, start) => fault(code, { file, start }));
    expect(inOrder(places).map(({ code }) => code)).to.deep.equal([1546, 1005, 2200]);
  });
});

describe("a file beside the notebook that waits outside functions", () => {
  for (const code of [
    "let a;\n  §await b;",
    "§for await (const a of b);",
    "for (a of b) §await c;",
  ]) {
    it(`is told where: ${JSON.stringify(code)}`, () => {
      const source = sourceOf(code.replace("§", ""));
      expect(findTopAwait(source)).to.deep.equal([
        {
          ...{ category: ts.DiagnosticCategory.Error, code: 1378, file: source },
          ...{ start: code.indexOf("§"), length: 5 },
          messageText:
            "Cells alone can wait outside functions: await in a cell, or export an async function.",
        },
      ]);
    });
  }

  it("does not in functions, nor in other loops", () => {
    const code = "for (const a of b) c;\nasync function f() { await 1; for await (a of b); }";
    expect(findTopAwait(sourceOf(code))).to.deep.equal([]);
  });
});
