import { spawnSync } from "node:child_process";
import { expect } from "chai";

const compiler = new URL("../../../publish/live/compileNotebook.ts", import.meta.url).href;
const cell = (id: string, source: string | string[], cell_type = "code") => ({
  ...{ id, cell_type, source, metadata: {} },
});

/** The ids of what becomes of these cells in notebooks of some kernels, in a process of Node.js. */
function compiled(cells: readonly object[], ...kernels: object[]): string[][] {
  const notebooks = kernels.map((metadata) => ({
    cells,
    metadata,
    nbformat: 4,
    nbformat_minor: 5,
  }));
  const code = `
    import { compileNotebook } from ${JSON.stringify(compiler)};
    const { signal } = new AbortController();
    const all = ${JSON.stringify(notebooks)}.map((each) => compileNotebook("1.0", each, signal));
    const ids = (await Promise.all(all)).map((compiled) => compiled.map(({ id }) => id));
    console.log(JSON.stringify(ids));`;
  const options = ["--import=tsx", "--input-type=module", "--eval", code];
  const { stdout, stderr } = spawnSync(process.execPath, options, { encoding: "utf8" });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
}

describe("a notebook that is compiled for its page", () => {
  it("is its cells of code, in the language of its kernel", () => {
    const cells = [
      cell("p", "# Prose", "markdown"),
      cell("a", ["let a = 1;\n", "a;"]),
      cell("b", "a = 'x';"), // an error in TypeScript alone
    ];
    const kernels = [{ kernelspec: { name: "javascript" } }, {}];
    expect(compiled(cells, ...kernels)).to.deep.equal([["a", "b"], ["a"]]);
  });
});
