import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { CellChecker } from "../../../../publish/live/page/cellChecker.ts";

const folder = dirname(createRequire(import.meta.url).resolve("typescript-api"));

/** What the checker reads of TypeScript's own declarations, by the names that a page has for them. */
function declared(): Record<string, string> {
  const files: Record<string, string> = {};
  const take = (name: string) => {
    if (files[`/${name}`] !== undefined) return;
    const text = readFileSync(join(folder, name), "utf8");
    files[`/${name}`] = text;
    for (const [, other] of text.matchAll(/<reference lib="([^"]*)"/g)) take(`lib.${other}.d.ts`);
  };
  take("lib.es2023.d.ts");
  take("lib.webworker.d.ts");
  return files;
}

const PACKAGES = {
  "/node_modules/little/package.json": '{ "name": "little", "types": "index.d.ts" }',
  "/node_modules/little/index.d.ts": "export declare const size: number;",
};

describe("the types of a page's cells", () => {
  let checker: CellChecker;
  before(() => {
    checker = new CellChecker({ ...declared(), ...PACKAGES });
  });
  const faults = (...cells: string[]) =>
    checker.check(cells).map(({ line, column, text }) => `${line}:${column} ${text}`);
  const NUMBER = "Type 'string' is not assignable to type 'number'.";

  it("are those of TypeScript, strict, with the places of what is wrong", () => {
    expect(faults('const x: number = 1;\n  const y: number = "2";')).to.deep.equal([
      `2:9 ${NUMBER}`,
    ]);
    expect(faults("const x = (y) => y;")).to.deep.equal([
      "1:12 Parameter 'y' implicitly has an 'any' type.",
    ]);
    expect(faults("const x = ;")).to.deep.equal(["1:11 Expression expected."]);
    expect(faults("[1].toSorted(); postMessage(1); await 0;")).to.deep.equal([]);
    expect(faults("document.title")).to.match(/^1:1 Cannot find name 'document'/);
  });

  it("are those of the last cell, with what the cells above declare", () => {
    const cells = ["const a = 1;\nlet b = 2;", 'const c: number = "x";', "class D {}"];
    expect(faults(...cells, "const e: string = a + b + c;\nnew D();")).to.deep.equal([
      "1:7 Type 'number' is not assignable to type 'string'.",
    ]);
    expect(faults(...cells, "f")).to.deep.equal(["1:1 Cannot find name 'f'."]);
    expect(faults("g;", "const g = 1;")).to.deep.equal([]);
    expect(faults("const g = 1;", "h;")).to.deep.equal(["1:1 Cannot find name 'h'."]);
  });

  it("are those of the latest declaration of a name", () => {
    const cells = ["const a = 1;", 'const a = "1";'];
    expect(faults(...cells, "const b: string = a;")).to.deep.equal([]);
    expect(faults(cells[0], "const b: string = a;")).to.have.length(1);
    expect(faults("const a = 1;", "const a = a2;", "0")).to.deep.equal([]);
  });

  it("are those of the sources as they are now", () => {
    expect(faults("const a = 1;", "const b: string = a;")).to.have.length(1);
    expect(faults('const a = "1";', "const b: string = a;")).to.deep.equal([]);
    expect(faults("const a = 1;", "const b: string = a;")).to.have.length(1);
    expect(faults("const a = 1;")).to.deep.equal([]);
  });

  it("spare assignments to variables of other cells, and old imports", () => {
    expect(faults("let a = 1;", "a = 2;")).to.deep.equal([]);
    expect(faults('import little = require("little");\nlittle.size;')).to.deep.equal([]);
  });

  it("are those of the packages that the page has", () => {
    expect(faults('import { size } from "little";\nconst x: string = size;')).to.deep.equal([
      "2:7 Type 'number' is not assignable to type 'string'.",
    ]);
    expect(faults('import { size } from "large";')[0]).to.match(/^1:22 Cannot find module 'large'/);
  });

  it("tell all of a fault, in one line", () => {
    const [fault] = faults(
      "const x: { a: { b: number } } = { a: { b: '1' as string } } as { a: { b: string } };",
    );
    expect(fault).to.match(/^1:7 .*not assignable.* The types of 'a\.b' are incompatible.* /);
    expect(fault).not.to.include("\n");
  });

  it("say nothing of what a page adds behind the source", () => {
    expect(faults("const x = 1; //")).to.deep.equal([]);
    expect(faults("const a = 1;", "a; {")).to.deep.equal([]);
    expect(faults("const a = 1;", "a; ?")).to.have.length(1);
  });
});
