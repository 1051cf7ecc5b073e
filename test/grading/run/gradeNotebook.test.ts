import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { expect } from "chai";
import type { Cell, Notebook } from "../../../grading/notebook.ts";
import { type Executor, type Job, usualLimits } from "../../../grading/run/executor.ts";
import { type GradeOptions, gradeNotebook } from "../../../grading/run/gradeNotebook.ts";
import { smallSettings } from "../../../grading/run/smallSettings.ts";
import { Problem } from "../../../scripts/setup/problem.mjs";
import { work } from "../../../scripts/setup/project.mjs";
import { StandIn } from "./standIn.ts";

const cell = (id: string, source: string, nbgrader?: object, tags?: string[]): Cell => ({
  ...{ id, cell_type: "code", source, outputs: [], execution_count: null },
  metadata: { ...(nbgrader && { nbgrader }), ...(tags && { tags }) },
});
const answer = { grade: false, solution: true };
const check = (id: string, source: string) => cell(id, source, { grade: true, points: 4 });
const notebook = (...cells: Cell[]): Notebook => ({
  ...{ cells, metadata: { kernelspec: {} }, nbformat: 4, nbformat_minor: 5 },
});
const given = [
  cell("imports", "const data = 1; let size = data;", undefined, ["parameters"]),
  cell("one", "// write here", answer),
  check("points-one", "first(size);"),
  cell("two", "// write here", answer),
  check("points-two", "second();"),
];
const written = given.map((each) =>
  each.metadata.nbgrader === answer ? { ...each, source: `function f() {} // ${each.id}` } : each,
);

describe("a submission's notebook, graded", () => {
  let place: string;
  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), "place-"));
  });
  afterEach(async () => {
    expect(await readdir(place)).to.deep.equal([]);
    await rm(place, { recursive: true });
  });
  const grade = (standIn: StandIn, cells = written, options: GradeOptions = {}, name = "3.9-x") =>
    gradeNotebook(standIn as unknown as Executor, name, notebook(...given), notebook(...cells), {
      ...{ place, ...options },
    });
  const marks = ({ tasks }: Awaited<ReturnType<typeof grade>>) =>
    tasks.map(({ points, message }) => [points, message]);
  const all = given.map(({ id }) => id).join(" ");

  it("runs once where it comes to its end", async () => {
    const standIn = new StandIn();
    const run = await grade(standIn);
    expect(standIn.ids()).to.deep.equal([all]);
    expect(standIn.ran[0].metadata).to.deep.equal({ kernelspec: {} });
    expect(marks(run)).to.deep.equal([
      [3, ""],
      [3, ""],
    ]);
    expect(run.cells.map(({ id, execution_count }) => [id, execution_count])).to.deep.equal(
      given.map(({ id }) => [id, 1]),
    );
    expect([run.notes, run.seconds, [...run.own]]).to.deep.equal([[], 1.5, ["one", "two"]]);
  });

  it("hands over what it may use, in a folder of its own, and limits cells from the first own one", async () => {
    const standIn = new StandIn();
    const begun: string[] = [];
    const limits = { cell: 1, notebook: 2, megabytes: 3, output: 4 };
    await grade(standIn, written, {
      ...{ limits, environment: { A: "b" }, box: (folder) => ["in", folder] },
      at: (id) => begun.push(id),
    });
    const [{ notebook: file, output, ...job }] = standIn.jobs;
    expect(basename(file)).to.equal("3.9-x.ipynb");
    expect([dirname(dirname(file)), dirname(output)]).to.deep.equal([place, dirname(file)]);
    expect(job).to.deep.equal({
      limits: { ...limits, cells: ["one", "points-one", "two", "points-two"] },
      ...{ environment: { A: "b" }, box: ["in", dirname(file)] },
    });
    expect(begun.join(" ")).to.equal(all);
  });

  it("takes the usual limits, no box, and the project's own place where none are given", async () => {
    const standIn = new StandIn();
    await grade(standIn, written, { place: undefined });
    const [{ notebook: file, limits, environment, box }] = standIn.jobs;
    expect(dirname(dirname(file))).to.equal(work);
    expect(existsSync(dirname(file))).to.equal(false);
    expect(limits).to.deep.include(usualLimits);
    expect([environment, box]).to.deep.equal([{}, []]);
  });

  it("limits no cell where none is the student's", async () => {
    const standIn = new StandIn();
    await grade(
      standIn,
      given.map((each) => ({ ...each, source: "" })),
    );
    expect(standIn.jobs[0].limits.cells).to.deep.equal([]);
    expect(standIn.ids()).to.deep.equal(["imports one points-one two points-two"]);
  });

  it("has small settings behind its parameters, if it has such", async () => {
    const standIn = new StandIn();
    const { cells } = await grade(standIn, written, {}, "3.1-operations");
    expect(standIn.ids()).to.deep.equal([all.replace(" ", " grading-settings ")]);
    expect(standIn.ran[0].cells[1]).to.deep.equal({
      ...cell("grading-settings", smallSettings("3.1-operations")),
    });
    expect(cells.map(({ id }) => id).join(" ")).to.equal(all);
    const without = new StandIn();
    const plain = notebook(...given.slice(1));
    await gradeNotebook(without as unknown as Executor, "3.1-x", plain, plain, { place });
    expect(without.ids()).to.deep.equal(["one points-one two points-two"]);
    expect(without.jobs[0].limits.cells.join(" ")).to.equal(without.ids()[0]);
  });

  it("runs again without a cell that ends the kernel, which costs no other its points", async () => {
    const died = { ended: "its kernel died", seconds: 2 };
    const standIn = new StandIn([{ ...died, cell: "one" }, { ...died, cell: "points-two" }, {}]);
    const run = await grade(standIn);
    expect(standIn.ids()).to.deep.equal([
      ...[all, "imports points-one two points-two", "imports points-one two"],
    ]);
    expect(marks(run)).to.deep.equal([
      [3, ""],
      [0, "its kernel died in this cell."],
    ]);
    expect(run.notes).to.deep.equal([
      "The run ended in the cell one: its kernel died.",
      "The run ended in the cell points-two: its kernel died.",
    ]);
    expect(run.seconds).to.equal(5.5);
    expect(run.cells.map(({ execution_count }) => execution_count)).to.deep.equal([
      ...[1, null, 1, 1, null],
    ]);
  });

  it("is given up at its third end, with what ran then", async () => {
    const died = { ended: "its kernel died" };
    const cells = ["one", "points-one", "two", "points-two"];
    const standIn = new StandIn(cells.map((each) => ({ ...died, cell: each })));
    const run = await grade(standIn);
    expect(standIn.jobs).to.have.length(3);
    expect(marks(run)).to.deep.equal([
      [0, "its kernel died in this cell."],
      [0, "It was not reached: its kernel died in the cell two."],
    ]);
  });

  for (const end of [
    { ended: "it ran longer than 180 s", cell: "one" },
    { ended: "its kernel did not start", cell: null },
  ]) {
    it(`does not run again where ${end.ended}`, async () => {
      const standIn = new StandIn([end, {}]);
      const run = await grade(standIn);
      expect(standIn.jobs).to.have.length(1);
      const why = `${end.ended} in the cell ${end.cell}.`;
      if (end.cell) expect(run.tasks[1].message).to.equal(`It was not reached: ${why}`);
      expect(run.notes).to.deep.equal([`The run ended in the cell ${end.cell}: ${end.ended}.`]);
    });
  }

  it("notes the cells that ran too long, of the last run alone", async () => {
    const first = { ended: "its kernel died", cell: "one", overruns: ["imports"] };
    const run = await grade(new StandIn([first, { overruns: ["two", "points-two"] }]));
    expect(run.notes.slice(1)).to.deep.equal([
      "The cell two ran longer than 20 s.",
      "The cell points-two ran longer than 20 s.",
    ]);
  });

  it("leaves out what no marks depend on, as it was", async () => {
    const more = cell("more", "data.show(); x = 1;");
    const standIn = new StandIn();
    const unused = notebook(cell("unused", "const unused = 1;"), ...given, more);
    const run = await gradeNotebook(standIn as unknown as Executor, "x", unused, unused, { place });
    expect(run.cells[0]).to.deep.include({ id: "unused", execution_count: null, outputs: [] });
    expect(standIn.ids()[0]).to.not.contain("unused");
  });

  it("refuses a run for which lib was not built, and other errors count", async () => {
    const error = (ename: string) => [{ output_type: "error", ename, evalue: "" }];
    const refusal = await grade(new StandIn([{}], error("LibraryError"))).catch((e) => e);
    expect(refusal).to.be.instanceOf(Problem);
    expect(refusal.message).to.match(/^lib was changed or built while/);
    await grade(new StandIn([{}], error("TypeError")));
  });

  it("says that Jupyter failed, also where its folder is gone", async () => {
    const failing = {
      execute: async ({ notebook: file }: Job) => {
        await rm(dirname(file), { recursive: true });
        throw new Problem("Jupyter failed");
      },
    };
    const refusal = await grade(failing as unknown as StandIn).catch((error) => error);
    expect(refusal.message).to.equal("Jupyter failed");
  });
});
