import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { UnrunCells } from "../../kernel/translator/unrunCells.ts";

describe("the cells that have not run", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "unrun-"));
  });
  after(() => rm(folder, { recursive: true }));

  const sent = (...cells: string[]) => {
    const unrun = new UnrunCells();
    for (const cell of cells) unrun.add(cell, "failed");
    return (name: string, cell = "") => unrun.find(name, cell, undefined)?.line;
  };
  const saved = async (cells: unknown, name = "a.ipynb") => {
    const file = join(folder, name);
    await writeFile(file, typeof cells === "string" ? cells : JSON.stringify({ cells }));
    return file;
  };
  const code = (source: string | string[]) => ({ cell_type: "code", source });

  for (const [declaration, ...names] of [
    ["const a = 1, b = 2;", "a", "b"],
    ["let { c, d: [e, ...f], ...g } = h;", "c", "e", "f", "g"],
    ["var [, i = j] = [];", "i"],
    ["function k(l) { const m = 1; }", "k"],
    ["class N { o = 1 }", "N"],
    ["interface P { q: 1 }", "P"],
    ["type R = S;", "R"],
    ["enum T { U }", "T"],
    ["import v from 'x';", "v"],
    ["import * as w from 'x';", "w"],
    ["import x, { y, z as Z } from 'x';", "x", "y", "Z"],
    ["export const aa = 1;", "aa"],
  ]) {
    it(`declare ${names.join(", ")}, and nothing else: ${declaration}`, () => {
      const find = sent(declaration);
      for (const name of names) expect(find(name), name).to.equal(declaration);
      for (const word of declaration.match(/\w+/g) ?? []) {
        if (!names.includes(word)) expect(find(word), word).to.equal(undefined);
      }
    });
  }

  it("are told of by the line that declares the name, in 60 characters", () => {
    expect(sent("f();\n\n  const a = 1;\nb")("a")).to.equal("const a = 1;");
    expect(sent("const a = 1; const b = 2;\nc")("b")).to.equal("const a = 1; const b = 2;");
    expect(sent("f();\nlet a\n, b;")("a")).to.equal("let a");
    expect(sent("const\na = 1;")("a")).to.equal("a = 1;");
    const line = `const a = "${"x".repeat(48)}";`;
    expect(line).to.have.length(61);
    expect(sent(line)("a")).to.equal(`${line.slice(0, 59)}…`);
    const whole = `const a = "${"x".repeat(47)}";`;
    expect(sent(whole)("a")).to.equal(whole);
  });

  it("are found from the latest on, but not the cell itself", () => {
    const find = sent("let a = 1;", "let a = 2;", "let a = 3;");
    expect(find("a")).to.equal("let a = 3;");
    expect(find("a", "let a = 3;")).to.equal("let a = 2;");
    expect(sent("let a = 1;", "let a = 2;", "let a = 1;")("a")).to.equal("let a = 1;");
  });

  it("are forgotten once they have run, and where there are more than 500", () => {
    const unrun = new UnrunCells();
    const state = (name: string) => unrun.find(name, "", undefined)?.state;
    unrun.add("let a = 1;", "failed");
    unrun.add("let a = 1;", "was skipped");
    expect(state("a")).to.equal("was skipped");
    for (let i = 1; i < 500; i++) unrun.add(`let b${i};`, "failed");
    expect(state("a")).to.equal("was skipped");
    unrun.add("let c;", "failed");
    expect([state("a"), state("b1"), state("c")]).to.deep.equal([undefined, "failed", "failed"]);
    unrun.remove("let c;");
    expect(state("c")).to.equal(undefined);
  });

  it("are those of the notebook's file: the nearest above the cell, then below it", async () => {
    const file = await saved([
      code("let first;"),
      code("let a = 0;"),
      code(["let a = 1;\n", "let b;"]),
      { cell_type: "markdown", source: "let d;" },
      code("here"),
      code("let a = 2; let c;"),
      code("let c = 3;"),
    ]);
    const unrun = new UnrunCells();
    const find = (name: string, cell: string, notebook: string | undefined = file) =>
      unrun.find(name, cell, notebook);
    expect(find("a", "here")).to.deep.equal({ line: "let a = 1;", state: "has not run" });
    expect(find("first", "here")?.line).to.equal("let first;");
    expect(find("c", "here")?.line).to.equal("let a = 2; let c;");
    expect(find("a", "let a = 0;")?.line).to.equal("let a = 1;");
    expect(find("a", "not there")?.line).to.equal("let a = 0;");
    expect([find("d", "here"), find("e", "here")]).to.deep.equal([undefined, undefined]);
    unrun.add("let a = 9;", "failed");
    expect(find("a", "here")).to.deep.equal({ line: "let a = 9;", state: "failed" });
  });

  it("are none of a file that is no notebook, or cannot be read", async () => {
    const unrun = new UnrunCells();
    const cells = [code("let a;")];
    for (const [text, name] of [
      [cells, "a.ts"],
      ["{", "b.ipynb"],
      ["{}", "c.ipynb"],
    ] as const) {
      expect(unrun.find("a", "", await saved(text, name)), name).to.equal(undefined);
    }
    expect(unrun.find("a", "", join(folder, "none.ipynb"))).to.equal(undefined);
    expect(unrun.find("a", "", await saved(cells))?.line).to.equal("let a;");
  });
});
