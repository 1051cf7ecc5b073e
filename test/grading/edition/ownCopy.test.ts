import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ownCopy } from "../../../grading/edition/ownCopy.ts";
import type { Cell, Notebook } from "../../../grading/notebook.ts";
import { sourceOf } from "../../../publish/notebooks.ts";
import { worked } from "../worked.ts";

const NAME = "3.1-neural-network-operations";

describe("a student's own copy", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "own copy "));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const read = async (path: string): Promise<Notebook> =>
    JSON.parse(await readFile(join(folder, path), "utf8"));
  const write = (path: string, notebook: Notebook) =>
    writeFile(join(folder, path), JSON.stringify(notebook));
  const cellOf = ({ cells }: Notebook, id: string): Cell => {
    const cell = cells.find((each) => each.id === id);
    if (!cell) throw new Error(`no cell ${id}`);
    return cell;
  };

  it("is made of all notebooks with a start page, and says nothing", async () => {
    expect(await ownCopy(folder)).to.deep.equal([]);
    const names = [...worked.keys()].map((name) => `${name}.ipynb`);
    expect((await readdir(folder)).toSorted()).to.deep.equal([".given", ...names, "start.md"]);
    const page = await readFile(join(folder, "start.md"), "utf8");
    const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
    for (const name of worked.keys()) {
      const row = new RegExp(
        `\\[(.+)\\]\\(notebooks/${name}\\.ipynb\\)[^|]*\\| (.+?) \\| (.+?) \\|`,
      );
      const [, title, points, minutes] = row.exec(readme) ?? [];
      expect(page).to.include(`| [${title}](${name}.ipynb) | ${points} | ${minutes} | not begun |`);
    }
    expect(page).to.include("| 3.1.6 | a dense layer | not checked yet | 5 extra |");
    expect(page).to.include("[3.0](../notebooks/3.0-nearest-neighbors.ipynb)");
  });

  it("keeps all that a student writes, however often it is brought up to date", async () => {
    await ownCopy(folder);
    const notebook = await read(`${NAME}.ipynb`);
    cellOf(notebook, "relu").source = "class OpRelu extends Relu {}";
    cellOf(notebook, "answer-3-1-5").source = "Because.";
    notebook.cells.splice(5, 0, { ...cellOf(notebook, "relu"), id: "mine", source: "1 + 1" });
    await write(`${NAME}.ipynb`, notebook);
    const before = await readFile(join(folder, `${NAME}.ipynb`), "utf8");
    expect(await ownCopy(folder)).to.deep.equal([]);
    expect(await readFile(join(folder, `${NAME}.ipynb`), "utf8")).to.equal(before);
  });

  it("gets a correction where nothing is written, and is told where something is", async () => {
    await ownCopy(folder);
    const given = await read(`.given/${NAME}.ipynb`);
    const mine = await read(`${NAME}.ipynb`);
    for (const notebook of [given, mine]) {
      for (const id of ["conv-text", "relu"]) cellOf(notebook, id).source = `older ${id}`;
    }
    cellOf(mine, "relu").source = "mine";
    await write(`.given/${NAME}.ipynb`, given);
    await write(`${NAME}.ipynb`, mine);
    const [corrected, left, ...others] = await ownCopy(folder);
    expect(others).to.deep.equal([]);
    expect(corrected).to.equal(`assignment/${NAME}: corrected in conv-text.`);
    expect(left).to.include(`is corrected in relu too, where you have written`);
    const after = await read(`${NAME}.ipynb`);
    expect(sourceOf(cellOf(after, "conv-text"))).to.include("# 3.1.1");
    expect(cellOf(after, "relu").source).to.equal("mine");
    expect(await ownCopy(folder), "said once").to.deep.equal([]);
  });

  it("leaves a damaged notebook as it is, and makes a missing one anew", async () => {
    await ownCopy(folder);
    await writeFile(join(folder, `${NAME}.ipynb`), '{"cells": [');
    await rm(join(folder, "3.2-image-classifier.ipynb"));
    const [sentence] = await ownCopy(folder);
    expect(sentence).to.include(`assignment/${NAME}.ipynb is damaged`);
    expect(await readFile(join(folder, `${NAME}.ipynb`), "utf8")).to.equal('{"cells": [');
    expect((await read("3.2-image-classifier.ipynb")).cells).to.not.have.length(0);
  });

  it("says on its start page what the saved checks have given, extra credit up to the sum", async () => {
    await ownCopy(folder);
    const notebook = await read(`${NAME}.ipynb`);
    const earn = (id: string, points: number) => {
      const data = { "text/plain": `${points}`, "application/vnd.cnn-check+json": { points } };
      cellOf(notebook, id).outputs = [{ output_type: "execute_result", data }];
    };
    for (const id of ["points-3-1-1", "points-3-1-4"]) earn(id, 10);
    for (const id of ["points-3-1-2", "points-3-1-3", "points-3-1-5"]) earn(id, 5);
    earn("points-3-1-6", 5);
    await write(`${NAME}.ipynb`, notebook);
    await ownCopy(folder);
    const page = await readFile(join(folder, "start.md"), "utf8");
    expect(page)
      .to.include("| 40 points by 6 of 6 checks |")
      .and.include("| 3.1.1 | convolution: backward | 10 | 10 |");
  });
});
