import { createRequire } from "node:module";
import { expect } from "chai";
import { explain } from "../../kernel/translator/explain.ts";
import type { Prepared } from "../../kernel/translator/prepareCell.ts";
import { codesOf } from "./messageCodes.ts";

const ts: typeof import("typescript-api") = createRequire(import.meta.url)("typescript-api");

const CODE = "export {}\nadded\na + b + a;\nc;\n<d />;\n";
const file = ts.createSourceFile("/x/cell.ts", CODE, ts.ScriptTarget.ES2022);
const other = ts.createSourceFile("/x/other.ts", "e;", ts.ScriptTarget.ES2022);
const fault = (messageText: string, code: number, start: number, more: object = {}) => ({
  ...{ category: ts.DiagnosticCategory.Error, code, messageText, file, start, length: 1, ...more },
});
const missing = (name: string, at = CODE.indexOf(name)) =>
  fault(`Cannot find name '${name}'.`, 2304, at);

/** What is said where these names are declared by cells that have not run. */
function said(
  faults: ReturnType<typeof fault>[],
  unrun: Record<string, string> = {},
  more: object = {},
) {
  const prepared = { added: 1, ...more } as Prepared;
  const find = (name: string) =>
    Object.hasOwn(unrun, name) ? { line: unrun[name], state: "has not run" } : undefined;
  return explain(faults, prepared, "cell.ts", find).map(({ messageText }) => messageText);
}

describe("what to do where TypeScript says what is missing", () => {
  it("is said once of each name, with how often it is used", () => {
    const [first, second] = [CODE.indexOf("a +"), CODE.indexOf("a;")];
    expect(said([missing("a", first)])).to.deep.equal(["Cannot find name 'a'."]);
    expect(said([missing("a", first), missing("a", first)])).to.deep.equal([
      "Cannot find name 'a'.",
    ]);
    expect(said([missing("a", first), missing("a", second), missing("b")])).to.deep.equal([
      "Cannot find name 'a'.\nIt is used in 1 more place.",
      "Cannot find name 'b'.",
    ]);
    expect(said([first, second, 1].map((at) => missing("a", at)))).to.deep.equal([
      "Cannot find name 'a'.\nIt is used in 2 more places.",
    ]);
  });

  it("is said of a name in whichever words TypeScript finds for it", () => {
    const codes = codesOf(/^(Cannot find name 0|Cannot find namespace|No value exists in scope)/);
    expect(codes).to.include.members([2304, 18004]);
    for (const code of codes) {
      const faults = [0, 1].map((start) => fault("Cannot find name 'a'.", code, start));
      expect(said(faults), String(code)).to.have.length(1);
    }
  });

  it("is to run the cells that declare the names", () => {
    const names = ["a", "b", "c"].map((name) => missing(name));
    expect(said(names.slice(0, 1), { a: "const a = 1;" })).to.deep.equal([
      "Cannot find name 'a': run the cell that declares `a` first (`const a = 1;`, has not run).",
    ]);
    const line = "const a = 1, b = 2, c = 3;";
    expect(said(names, { a: line, b: line, c: line })).to.deep.equal([
      "Cannot find names 'a', 'b' and 'c': run the cell that declares `a`, `b` and `c` first " +
        `(\`${line}\`, has not run).`,
    ]);
    expect(said(names, { a: "let a;", b: "let b;" })).to.deep.equal([
      "Cannot find names 'a' and 'b': run the cell that declares `a` first (`let a;`, has not run) " +
        "and run the cell that declares `b` first (`let b;`, has not run).",
      "Cannot find name 'c'.",
    ]);
  });

  it("leaves out what may come of a missing name", () => {
    const wrong = fault("Type 'x' is wrong.", 2322, 30);
    const circular = fault("Circular.", 2303, 31);
    expect(said([missing("a"), wrong], { a: "let a;" })).to.have.length(1);
    expect(said([missing("a"), wrong, circular])).to.deep.equal([
      "Cannot find name 'a'.",
      "Type 'x' is wrong.",
    ]);
    expect(said([wrong, circular])).to.deep.equal(["Type 'x' is wrong.", "Circular."]);
  });

  it("is said of the cell's names alone", () => {
    const elsewhere = { ...missing("e", 0), file: other };
    expect(said([elsewhere], { e: "let e;" })).to.deep.equal(["Cannot find name 'e'."]);
  });

  it("is to install a module", () => {
    const module = (code: number) => fault("Cannot find module 'leftish'.", code, 1);
    const codes = codesOf(/^(Cannot find module (0 or|0 Did|or type)|This JSX tag requires the)/);
    expect(codes).to.include.members([2307, 2882]);
    for (const code of codes) {
      expect(String(said([module(code)])[0])).to.match(
        /run `npm i leftish` in .*x, then this cell/,
      );
    }
    expect(said([module(2322)])).to.deep.equal(["Cannot find module 'leftish'."]);
  });

  it("is to switch JSX on, where a cell with some does not compile", () => {
    const prepared = { jsx: 3, added: 1 } as Prepared;
    const elsewhere = [undefined, other].map((each) => fault("No.", 1, 0, { file: each }));
    const faults = [...elsewhere, fault("Cannot use JSX.", 17004, 20), fault("No.", 2322, 1)];
    const found = explain(faults, prepared, "cell.ts", () => undefined);
    expect(found).to.have.length(1);
    expect(found[0]).to.include({ file, start: CODE.indexOf("a +") + 3, length: 1 });
    expect(found[0].messageText).to.match(/^JSX has to be switched on: write /);
    expect(explain([], prepared, "cell.ts", () => undefined)).to.deep.equal([]);
  });
});
