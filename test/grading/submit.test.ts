import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { strFromU8, unzipSync } from "fflate";
import { instructorEdition, studentEdition } from "../../grading/edition/edition.ts";
import { writeEditions } from "../../grading/edition/editions.ts";
import { own } from "../../grading/edition/ownCopy.ts";
import type { Notebook } from "../../grading/notebook.ts";
import { submit, undone } from "../../grading/submit.ts";
import { jsonOf } from "../../publish/notebooks.ts";
import { Problem } from "../../scripts/setup/problem.mjs";
import { root, work } from "../../scripts/setup/project.mjs";
import { saidWhile, standIn } from "./standIn.ts";
import { worked } from "./worked.ts";

const NAME = "3.1-neural-network-operations";
const notebook = worked.get(NAME);
if (!notebook) throw new Error(`there is no ${NAME}`);
const edition = studentEdition(notebook, NAME);
const solved = instructorEdition(notebook);

const changed = (from: Notebook, sources: Record<string, string | string[]>): Notebook => ({
  ...from,
  cells: from.cells.map((cell) => ({ ...cell, source: sources[cell.id] ?? cell.source })),
});

describe("npm run submit", () => {
  it("says before it hands in which tasks are as they were given", () => {
    expect(undone(edition, edition)).to.deep.equal([
      "not written yet: conv, relu, pool, loss, iterate, dense.",
      "without your answer: answer-3-1-5.",
    ]);
  });

  it("names one task, too", () => {
    const given = edition.cells.find(({ id }) => id === "relu")?.source;
    const answered = { "answer-3-1-5": "Because.", relu: [given ?? ""].flat().join("") };
    expect(undone(changed(solved, answered), edition)).to.deep.equal(["not written yet: relu."]);
  });

  it("says nothing of a notebook that is done", () => {
    const answered = changed(solved, { "answer-3-1-5": "Because the steps are too long." });
    expect(undone(answered, edition)).to.deep.equal([]);
  });

  it("names cells that are missing, and given ones with another text", () => {
    const student = changed(solved, { "answer-3-1-5": "Because.", "points-3-1-1": "5;" });
    const cells = student.cells.filter(({ id }) => id !== "relu");
    expect(undone({ ...student, cells }, edition)).to.deep.equal([
      "the cells relu are missing; they are graded as they were given.",
      "another text than the assignment has in points-3-1-1: `npm start` brings corrections.",
    ]);
  });

  it("names all cells that are missing, and none of them as not written", () => {
    const cells = edition.cells.filter(
      ({ id }) => !["conv", "relu", "answer-3-1-5", "points-3-1-1"].includes(id),
    );
    expect(undone({ ...edition, cells }, edition)).to.deep.equal([
      "the cells conv, points-3-1-1, relu, answer-3-1-5 are missing; they are graded as they were given.",
      "not written yet: pool, loss, iterate, dense.",
    ]);
  });

  it("takes a space at an end for no answer, and all that is free for the student's", () => {
    const free = edition.cells.find(({ metadata }) => metadata.tags?.includes("parameters"));
    const sources = Object.fromEntries(
      solved.cells.map(({ id, source }) => [id, id === free?.id ? "mine" : source]),
    );
    const stub = edition.cells.find(({ id }) => id === "answer-3-1-5")?.source ?? "";
    sources["answer-3-1-5"] = [stub, "  \n"].flat();
    expect(free).to.not.equal(undefined);
    expect(undone(changed(edition, sources), edition)).to.deep.equal([
      "without your answer: answer-3-1-5.",
    ]);
  });

  it("takes no arguments", async () => {
    const refused = await submit("python3", ["3.1", "3.2"]).catch((error) => error);
    expect(refused).to.be.instanceOf(Problem);
    expect(refused.message).to.equal("npm run submit takes no arguments, there is 3.1 3.2.");
  });
});

describe("submission.zip", () => {
  let folder: string;
  let copy: string;
  const names = [...worked.keys()];
  const file = () => join(folder, "submission.zip");
  before(async function () {
    if (process.platform === "win32") this.skip(); // a script stands in for Python
    folder = await mkdtemp(join(tmpdir(), "submit-"));
    copy = join(folder, "assignment");
    await writeEditions(copy);
    const outputs = [{ output_type: "stream", text: "mine" }];
    const cells = edition.cells.map((cell, i) => ({
      ...cell,
      ...(cell.id === "relu" && { source: "// deserves 2", outputs, execution_count: 7 }),
      ...(i === 0 && { source: "my title" }),
    }));
    await writeFile(join(copy, `${NAME}.ipynb`), jsonOf({ ...edition, cells }));
  });
  after(async () => {
    if (folder) await rm(folder, { recursive: true });
  });

  it("stands in the project, beside the student's copy", () => {
    expect(own).to.equal(join(root, "assignment"));
  });

  it("has the notebooks without outputs, a page of each and what the check says", async () => {
    const { python } = await standIn(folder);
    const { errors, lines } = await saidWhile(() => submit(python, [], copy));
    const zip = unzipSync(await readFile(file()));
    expect(Object.keys(zip).toSorted()).to.deep.equal(
      ["check.json", ...names.flatMap((name) => [`${name}.html`, `${name}.ipynb`])].toSorted(),
    );
    const textOf = (name: string) => strFromU8(zip[name]);
    const sheet = JSON.parse(textOf("check.json"));
    expect(textOf("check.json")).to.equal(`${JSON.stringify(sheet, null, 1)}\n`);
    expect(sheet.points).to.equal(12); // 2 for each of six
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^12 of \d+ points/m);
    expect(textOf(`${NAME}.html`)).to.equal("<p>my title");
    const { cells } = JSON.parse(textOf(`${NAME}.ipynb`));
    const relu = { source: "// deserves 2", outputs: [], execution_count: null };
    expect(cells.find(({ id }: { id: string }) => id === "relu")).to.deep.include(relu);
    expect(textOf(`${names[0]}.ipynb`)).to.equal(
      await readFile(join(copy, `${names[0]}.ipynb`), "utf8"),
    );
    const own = errors.filter((line) => !/: (checked|the kernel starts)$/.test(line));
    const [title] = edition.cells;
    expect(own.filter((line) => line.startsWith(NAME))).to.deep.equal([
      `${NAME}: not written yet: conv, pool, loss, iterate, dense.`,
      `${NAME}: without your answer: answer-3-1-5.`,
      `${NAME}: another text than the assignment has in ${title.id}: \`npm start\` brings corrections.`,
    ]);
    expect(own[0]).to.match(new RegExp(`^${names[0]}: not written yet: `));
    expect(own.at(-1)).to.equal(
      `\nMade ${file()}: hand this file in. It has your notebooks as they are saved.`,
    );
    expect((await readdir(work)).filter((name) => name.startsWith("pages-"))).to.deep.equal([]);
  });

  it("is as it was where a notebook is missing or damaged, or no page can be made", async () => {
    await writeFile(file(), "earlier");
    const { python } = await standIn(folder);
    const refusal = async (program: string) => {
      let message = "";
      await saidWhile(() =>
        submit(program, [], copy).catch((error) => {
          message = error.message;
        }),
      );
      expect(await readFile(file(), "utf8")).to.equal("earlier");
      return message;
    };
    const other = join(copy, `${names[2]}.ipynb`);
    await writeFile(other, '{ "cells": [] }'); // the stand-in wants one
    expect(await refusal(python)).to.match(/^nbconvert could not make pages of the notebooks\. /);
    expect((await readdir(work)).filter((name) => name.startsWith("pages-"))).to.deep.equal([]);
    await writeFile(other, "{");
    expect(await refusal(python)).to.equal(
      `assignment/${names[2]}.ipynb is damaged: it is not the JSON of a notebook.`,
    );
    await rm(other);
    expect(await refusal(python)).to.equal(
      `assignment/${names[2]}.ipynb is missing: \`npm start\` makes it anew, empty; what you wrote is in a copy, if you have one.`,
    );
  });
});
