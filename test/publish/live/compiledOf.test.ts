import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Compiled } from "../../../publish/live/compileCells.ts";
import { BUILDS, compiledOf, keepCompiled } from "../../../publish/live/compiledOf.ts";

const cell = (id: string, source: string | string[], cell_type = "code") => ({
  ...{ id, cell_type, source, metadata: {} },
});
const notebook = (...cells: ReturnType<typeof cell>[]) => ({
  ...{ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 },
});

describe("the compiled cells of a notebook", () => {
  let runs: string;
  beforeEach(async () => {
    runs = await mkdtemp(join(tmpdir(), "runs-"));
  });
  afterEach(() => rm(runs, { recursive: true }));

  const kept = [{ id: "a", js: "1" }] as Compiled[];
  const cells = [cell("p", "Prose", "markdown"), cell("a", "1;\n2")];
  /** What is kept of it, if it is not to be compiled anew. */
  const found = (of: ReturnType<typeof notebook>, name = "1.0") =>
    compiledOf(name, of, runs, AbortSignal.abort()).catch(() => "anew");

  it("are kept while its code is the same, whatever its prose is", async () => {
    await keepCompiled("1.0", notebook(...cells), runs, kept);
    expect(await readdir(runs)).to.deep.equal(["1.0.compiled.json"]);
    expect(await found(notebook(...cells))).to.deep.equal(kept);
    const others = [cell("q", "Other prose", "markdown"), cell("a", ["1;\n", "2"])];
    expect(await found(notebook(...others))).to.deep.equal(kept);
  });

  it("are made anew where a cell is another, or none are kept, or they are damaged", async () => {
    await keepCompiled("1.0", notebook(...cells), runs, kept);
    for (const changed of [[cell("a", "1;")], [cell("b", "1;\n2")], [...cells, cell("c", "3")]]) {
      expect(await found(notebook(...changed))).to.equal("anew");
    }
    expect(await found(notebook(...cells), "2.0")).to.equal("anew");
    const file = join(runs, "1.0.compiled.json");
    await writeFile(file, (await readFile(file, "utf8")).slice(0, -2));
    expect(await found(notebook(...cells))).to.equal("anew");
  });

  it("depend on the builds of the library and the kernel", () => {
    for (const file of BUILDS) expect(existsSync(file), file).to.equal(true);
  });
});
