import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { studentEditions } from "../../../grading/edition/editions.ts";
import { forClass } from "../../../grading/edition/forClass.ts";
import { startPage } from "../../../grading/edition/startPage.ts";
import type { Notebook } from "../../../grading/notebook.ts";
import { jsonOf } from "../../../publish/notebooks.ts";

describe("what is handed to a class", () => {
  let folder: string;
  let editions: ReadonlyMap<string, Notebook>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "class copy "));
    editions = await studentEditions();
    await forClass(folder);
  });
  after(() => rm(folder, { recursive: true }));

  const given = () => join(folder, "assignment");
  const mine = () => join(folder, "mine");
  /** What handing it out to a student says. */
  async function handedOut(from = given(), to = mine()): Promise<string> {
    const program = join(folder, "deploy", "hand-out.mjs");
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, from, to]);
    return stdout + stderr;
  }

  it("is the students' edition, which a program of its own brings to each", async () => {
    expect((await readdir(folder)).toSorted()).to.deep.equal(["assignment", "deploy"]);
    expect(await handedOut()).to.equal("");
    const names = [...editions.keys()].map((name) => `${name}.ipynb`);
    expect(await readdir(given())).to.have.members(names);
    expect(await readdir(mine())).to.have.members([".given", "start.md", ...names]);
    for (const [name, edition] of editions) {
      for (const place of [given(), mine(), join(mine(), ".given")]) {
        expect(await readFile(join(place, `${name}.ipynb`), "utf8")).to.equal(jsonOf(edition));
      }
    }
    expect(await readFile(join(mine(), "start.md"), "utf8")).to.equal(
      startPage(editions, "in a class"),
    );
  });

  it("says what is corrected, a line each, in the order of the assignment", async () => {
    const to = join(folder, "another's");
    await handedOut(given(), to);
    const corrected = join(folder, "corrected");
    await mkdir(corrected);
    for (const [name, edition] of [...editions].reverse()) {
      const cells = edition.cells.map((cell, i) => (i === 0 ? { ...cell, source: "new" } : cell));
      await writeFile(join(corrected, `${name}.ipynb`), jsonOf({ ...edition, cells }));
    }
    expect(await handedOut(corrected, to)).to.equal(
      [...editions]
        .map(([name, { cells }]) => `assignment/${name}: corrected in ${cells[0].id}.\n`)
        .join(""),
    );
  });

  it("is refused with the name of a notebook that is none", async () => {
    const damaged = join(folder, "damaged");
    await mkdir(damaged);
    await writeFile(join(damaged, "3.9.ipynb"), "{");
    const refused = await handedOut(damaged, join(folder, "none")).catch(({ stderr }) => stderr);
    expect(refused).to.include("3.9.ipynb is damaged: it is not the JSON of a notebook.");
    expect(await readdir(folder)).to.not.include("none");
  });
});
