import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { writeBundle } from "../../../publish/live/bundle.ts";
import type { Compiled } from "../../../publish/live/compileCells.ts";
import { linesOf } from "../../../publish/live/kernel/compile/linesOf.ts";
import { writeCells } from "../../../publish/live/writeCells.ts";

describe("the files of a page that runs", () => {
  let site: string;
  beforeEach(async () => {
    site = await mkdtemp(join(tmpdir(), "site-"));
  });
  afterEach(() => rm(site, { recursive: true }));

  /** Line 2 comes from line 3, from column 4 on; line 3 from nothing. */
  const map = JSON.stringify({ version: 3, sources: ["x"], names: [], mappings: ";AAEI,C" });
  const cell = (id: string, js: string): Compiled => ({
    ...{ id, hash: "h", js, maps: [map], prologue: "", names: [], isAsync: false },
    ...{ imports: [], added: 1 },
  });

  it("are its cells, and where their lines come from, each named after its content", async () => {
    const file = await writeCells("1.0 a", [cell("b", "1"), cell("c", "2")], site);
    expect(file).to.match(/^1\.0 a\.cells\.[0-9a-f]{12}\.json$/);
    const { lines, cells } = JSON.parse(await readFile(join(site, file), "utf8"));
    expect(lines).to.match(/^1\.0 a\.lines\.[0-9a-f]{12}\.json$/);
    const { id: _, maps: __, ...plain } = cell("b", "1");
    expect(cells).to.deep.equal({ b: plain, c: { ...plain, js: "2" } });
    const own = [linesOf(map)];
    expect(JSON.parse(await readFile(join(site, lines), "utf8"))).to.deep.equal({ b: own, c: own });
    expect(own[0].slice(0, 2)).to.deep.equal([[], [[0, 3, 4]]]);
    const other = await writeCells("1.0 a", [cell("b", "3")], site);
    expect(other).not.to.equal(file);
    expect(await writeCells("1.0 a", [cell("b", "3")], site)).to.equal(other);
    expect(await readdir(site)).to.have.length(4);
  });

  it("are scripts in a folder that is named after them all", async () => {
    const bundle = (...parts: [string, string][]) =>
      writeBundle(new Map(parts.map(([name, text]) => [name, Buffer.from(text)])), site);
    const folder = await bundle(["b.js", "2"], ["a.js", "1"]);
    expect(folder).to.match(/^assets\/live\/[0-9a-f]{12}\/$/);
    expect((await readdir(join(site, folder))).toSorted()).to.deep.equal(["a.js", "b.js"]);
    expect(await readFile(join(site, folder, "a.js"), "utf8")).to.equal("1");
    expect(await bundle(["a.js", "1"], ["b.js", "2"])).to.equal(folder);
    for (const other of [
      [["a.js", "1"]],
      [
        ["a.js", "1"],
        ["b.js", "3"],
      ],
      [
        ["a.js", "1"],
        ["c.js", "2"],
      ],
    ] as [string, string][][]) {
      expect(await bundle(...other)).not.to.equal(folder);
    }
  });
});
