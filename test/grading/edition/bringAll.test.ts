import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { bringAll, START } from "../../../grading/edition/ownCopy.ts";
import type { Cell, Notebook } from "../../../grading/notebook.ts";
import { jsonOf } from "../../../publish/notebooks.ts";

const cell = (id: string, source: string): Cell => ({
  ...{ id, source, cell_type: "code", metadata: {}, outputs: [], execution_count: null },
});
const notebook = (cells: Record<string, string>): Notebook => ({
  cells: Object.entries(cells).map(([id, source]) => cell(id, source)),
  ...{ metadata: {}, nbformat: 4, nbformat_minor: 5 },
});

const older = notebook({ a: "1", b: "2" });
const newer = notebook({ a: "3", b: "4" });
const written = notebook({ a: "mine", b: "2" });

describe("what a student is given", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "given-"));
    await mkdir(join(folder, ".given"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const text = (...path: string[]) => readFile(join(folder, ...path), "utf8");
  /** Brings an edition: what is said, what the page is made of, and what is there then. */
  async function brought(edition: Notebook) {
    const said = await bringAll(new Map([["x", edition]]), folder, (all) =>
      JSON.stringify([...all]),
    );
    const [[name, shown]] = JSON.parse(await text(START));
    expect(name).to.equal("x");
    const there = [await text("x.ipynb"), await text(".given", "x.ipynb")];
    return { said, shown, there };
  }
  /** Writes the student's notebook, and the record of what was given. */
  async function had(student: string, record?: Notebook) {
    await writeFile(join(folder, "x.ipynb"), student);
    if (record) await writeFile(join(folder, ".given", "x.ipynb"), jsonOf(record));
  }

  const corrected = (...ids: string[]) => `assignment/x: corrected in ${ids.join(", ")}.`;
  const left = (...ids: string[]) =>
    `assignment/x: the assignment is corrected in ${ids.join(", ")} too, where you have written; notebooks/x has the new text.`;
  const both = notebook({ a: "mine", b: "4" });

  const late = notebook({ a: "1", b: "4" });
  const all = notebook({ a: "x", b: "y" });
  for (const [what, student, record, edition, said, after] of [
    ["is as it was where nothing is corrected", written, older, older, [], written],
    ["is corrected where nothing is written", older, older, newer, [corrected("a", "b")], newer],
    [
      "is corrected but for what is written",
      written,
      older,
      newer,
      [corrected("b"), left("a")],
      both,
    ],
    ["is corrected in one cell", older, older, late, [corrected("b")], late],
    ["is left where all is written", all, older, newer, [left("a", "b")], all],
    ["stays where no record tells what is written", written, undefined, newer, [], written],
  ] as const) {
    it(`${what}, and is known from then on`, async () => {
      await had(jsonOf(student), record);
      const then = { said: [...said], shown: after, there: [after, edition].map(jsonOf) };
      expect(await brought(edition)).to.deep.equal(then);
      expect(await brought(edition)).to.deep.equal({ ...then, said: [] });
      expect((await readdir(folder)).toSorted()).to.deep.equal([".given", "start.md", "x.ipynb"]);
    });
  }

  it("is known anew where the record is damaged", async () => {
    await had(jsonOf(written));
    await writeFile(join(folder, ".given", "x.ipynb"), "{");
    const there = [jsonOf(written), jsonOf(older)];
    expect(await brought(older)).to.deep.equal({ said: [], shown: written, there });
  });

  it("is not written again where it is as it is", async () => {
    await brought(older);
    const files = ["x.ipynb", join(".given", "x.ipynb"), START].map((file) => join(folder, file));
    for (const file of files) await utimes(file, 1, 1);
    await brought(older);
    for (const file of files) expect((await stat(file)).mtimeMs, file).to.equal(1000);
  });

  it("keeps how a student's notebook is written where nothing is corrected", async () => {
    const compact = JSON.stringify(written);
    await had(compact, older);
    expect((await brought(older)).there).to.deep.equal([compact, jsonOf(older)]);
  });

  it("stays where it is damaged, and the page is of what there would be", async () => {
    await had("{", older);
    expect(await brought(newer)).to.deep.equal({
      said: [
        "assignment/x.ipynb is damaged, it is no notebook: it stays as it is. Rename it, and the next start makes a new one.",
      ],
      shown: newer,
      there: ["{", jsonOf(older)],
    });
  });

  it("stays where a correction would make a notebook that no grading takes", async () => {
    const twice = { ...written, cells: [...written.cells, cell("a", "again")] };
    await had(jsonOf(twice), older);
    const refused = await brought(newer).catch((error) => error);
    expect(refused.message).to.match(/^assignment\/x\.ipynb: cell 3 has the id "a"\./);
    expect(await text("x.ipynb")).to.equal(jsonOf(twice));
  });

  it("is refused where the notebook cannot be read", async () => {
    await mkdir(join(folder, "x.ipynb"));
    expect((await brought(older).catch((error) => error)).code).to.equal("EISDIR");
  });
});
