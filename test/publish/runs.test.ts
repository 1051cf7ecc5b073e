import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Notebook } from "../../publish/notebooks.ts";
import { storedRun, storeRun } from "../../publish/runs.ts";
import { root } from "../../scripts/setup/project.mjs";

const TIMES = { finished: "2026-01-31T12:00:00Z", seconds: 2 };
const text = (id: string, source: string) => ({
  ...{ id, cell_type: "markdown", source, metadata: {} },
});
const code = (id: string, source: string | string[], output?: string) => ({
  ...{ id, cell_type: "code", source, metadata: {} },
  ...(output === undefined ? {} : { outputs: [{ output_type: "stream", text: output }] }),
});
const notebook = (...cells: Notebook["cells"]): Notebook => ({
  ...{ cells, metadata: { title: "now" }, nbformat: 4, nbformat_minor: 5 },
});

describe("the stored run of a notebook", () => {
  let runs: string;
  beforeEach(async () => {
    runs = await mkdtemp(join(tmpdir(), "runs-"));
  });
  afterEach(() => rm(runs, { recursive: true }));

  const ran = notebook(text("t", "Then."), code("a", "1", "one"), code("b", "2", "two"));
  const reasonFor = async (now: Notebook) => {
    const stored = await storedRun(runs, "1.0", now);
    return "reason" in stored ? stored.reason : "none";
  };

  it("gives the notebook as it is now the outputs of then, and its times", async () => {
    await storeRun(runs, "1.0", { ...ran, metadata: { title: "then" } }, TIMES);
    expect(await readdir(runs)).to.deep.equal(["1.0.ipynb"]);
    const now = notebook(
      text("new", "Prose."),
      { ...code("c", ["1"]), metadata: { tags: ["cover"] } },
      code("d", "2"),
      text("end", "End."),
    );
    const stored = await storedRun(runs, "1.0", now);
    if (!("run" in stored)) throw new Error(stored.reason);
    expect(stored.times).to.deep.equal(TIMES);
    expect(stored.run).to.deep.equal({
      ...now,
      metadata: { title: "then", run: TIMES },
      cells: [
        text("new", "Prose."),
        { ...code("c", "1", "one"), metadata: { tags: ["cover"] } },
        code("d", "2", "two"),
        text("end", "End."),
      ],
    });
  });

  it("is none where none is stored, or what is stored is damaged", async () => {
    expect(await reasonFor(ran)).to.equal("no run of it is stored");
    const file = join(runs, "1.0.ipynb");
    for (const damaged of [
      "{",
      "{}",
      JSON.stringify(ran),
      JSON.stringify({ ...ran, metadata: null }),
    ]) {
      await writeFile(file, damaged);
      expect(await reasonFor(ran), damaged).to.equal(`its stored run, ${file}, is damaged`);
    }
  });

  it("is none where the code has changed since, and says where", async () => {
    await storeRun(runs, "1.0", ran, TIMES);
    const [, a, b] = ran.cells;
    expect(await reasonFor(notebook(a, code("b", "3")))).to.equal(
      "its code cell 2, b, has changed since its stored run",
    );
    expect(await reasonFor(notebook(code("x", "2"), b))).to.equal(
      "its code cell 1, x, has changed since its stored run",
    );
    expect(await reasonFor(notebook(a, b, code("c", "3")))).to.equal(
      "its code cell 3, c, has changed since its stored run",
    );
    expect(await reasonFor(notebook(text("t", "Prose."), a))).to.equal(
      "it had 2 code cells at its stored run and has 1 now",
    );
  });

  it("names no folder of this machine", async () => {
    const { CNN_DATA_DIR } = process.env;
    const folder = (name: string | undefined) => {
      if (name === undefined) delete process.env.CNN_DATA_DIR;
      else process.env.CNN_DATA_DIR = name;
    };
    const project = root.replace(/[\\/]$/, "");
    const said = async (data: string | undefined, output: string) => {
      folder(data);
      await storeRun(runs, "1.0", notebook(code("a", "1", output)), TIMES);
      const { cells } = JSON.parse(await readFile(join(runs, "1.0.ipynb"), "utf8"));
      return cells[0].outputs[0].text;
    };
    try {
      const output = `/my/data/x, ${join(project, "lib")} and ${homedir()}-else`;
      expect(await said("/my/data", output)).to.equal(
        `CNN_DATA_DIR/x, the project's folder/lib and ~-else`,
      );
      for (const none of [undefined, "", "/"]) {
        expect(await said(none, "/my/data/x"), none).to.equal("/my/data/x");
      }
    } finally {
      folder(CNN_DATA_DIR);
    }
  });
});
