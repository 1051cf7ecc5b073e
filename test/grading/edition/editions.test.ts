import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { studentEdition } from "../../../grading/edition/edition.ts";
import { studentEditions, writeEditions } from "../../../grading/edition/editions.ts";
import { studentPlace } from "../../../grading/edition/studentPlace.ts";
import { jsonOf } from "../../../publish/notebooks.ts";
import { root, work } from "../../../scripts/setup/project.mjs";
import { worked } from "../worked.ts";

const names = [...worked.keys()].toSorted();
const editions = names.map((name) => {
  const notebook = worked.get(name);
  if (!notebook) throw new Error(`there is no ${name}`);
  return [name, studentEdition(notebook, name)] as const;
});

describe("the students' edition of all notebooks", () => {
  it("is that of each, in the order of the assignment", async () => {
    expect([...(await studentEditions())]).to.deep.equal(editions);
  });

  it("is written into a folder that may not be there yet", async () => {
    const folder = await mkdtemp(join(tmpdir(), "editions-"));
    try {
      const place = join(folder, "new", "notebooks");
      for (let time = 0; time < 2; time++) await writeEditions(place);
      expect((await readdir(place)).toSorted()).to.deep.equal(names.map((name) => `${name}.ipynb`));
      for (const [name, edition] of editions) {
        expect(await readFile(join(place, `${name}.ipynb`), "utf8")).to.equal(jsonOf(edition));
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("has a place of its own for the pages of a course's site", async () => {
    const notebooks = join(work, "assignment");
    const wasThere = existsSync(notebooks);
    try {
      expect(await studentPlace()).to.deep.equal({
        notebooks,
        runs: join(root, ".runs", "assignment"),
        site: join(root, "site-assignment"),
      });
      expect(await readdir(notebooks)).to.include.members(names.map((name) => `${name}.ipynb`));
    } finally {
      if (!wasThere) await rm(notebooks, { recursive: true, force: true });
    }
  });
});
