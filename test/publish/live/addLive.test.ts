import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { addLive } from "../../../publish/live/addLive.ts";
import type { Compiled } from "../../../publish/live/compileCells.ts";
import { BUILDS } from "../../../publish/live/compiledOf.ts";
import { keptBundle } from "../../../publish/live/keptBundle.ts";
import type { Notebook } from "../../../publish/notebooks.ts";

const COMPILED: Compiled = {
  ...{ id: "a", hash: "h", js: "1", maps: [], prologue: "", names: [], isAsync: false, added: 1 },
  imports: [{ name: "lib/ops", members: ["tensor"] }],
};
const NOTEBOOK: Notebook = {
  cells: [
    { id: "p", cell_type: "markdown", source: "Prose", metadata: {} },
    {
      ...{ id: "a", cell_type: "code", source: "1", metadata: {}, execution_count: 3 },
      outputs: [{ output_type: "display_data", data: {}, metadata: {} }],
    },
  ],
  ...{ metadata: { kernelspec: {}, run: "today" }, nbformat: 4, nbformat_minor: 5 },
};

describe("what a site needs so that its pages run", () => {
  let folder: string;
  const path = (...names: string[]) => join(folder, ...names);
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "live-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("is the kept scripts, the script of pages, and of each notebook its cells and its file", async () => {
    const bundle = new Map([["kernel.js", Buffer.from("kernel")]]);
    await keptBundle([COMPILED.imports], path("runs"), BUILDS, async () => bundle);
    const notebooks = new Map([["1.0", { notebook: NOTEBOOK, compiled: [COMPILED] }]]);
    const live = await addLive(notebooks, path(), path("runs"));

    const [{ base, cells, notebook }] = [...live.values()];
    expect([...live.keys()]).to.deep.equal(["1.0"]);
    expect(await readFile(path(base, "kernel.js"), "utf8")).to.equal("kernel");
    expect(Object.keys(JSON.parse(await readFile(path(cells), "utf8")).cells)).to.deep.equal(["a"]);
    expect(notebook).to.equal("1.0.ipynb");
    expect(JSON.parse(await readFile(path(notebook), "utf8"))).to.deep.equal({
      ...NOTEBOOK,
      cells: [NOTEBOOK.cells[0], { ...NOTEBOOK.cells[1], outputs: [], execution_count: null }],
      metadata: { kernelspec: {} },
    });
    expect((await readdir(path("assets"))).toSorted()).to.deep.equal(["live", "live.js"]);
    const script = await readFile(path("assets", "live.js"), "utf8");
    expect(script).to.match(/^"use strict";\(\(\)=>\{/);
    expect(script.trim().split("\n")).to.have.length(1);
  });
});
