import { expect } from "chai";
import { TASKS } from "lib/grading";
import { secretsOf, studentEdition } from "../../../grading/edition/edition.ts";
import { regionsOf } from "../../../grading/edition/regions.ts";
import { type Cell, gradingOf } from "../../../grading/notebook.ts";
import { isAnswer, isCheck, isCode, isManual } from "../../../grading/run/cells.ts";
import { namesOf } from "../../../grading/run/names.ts";
import { sourceOf } from "../../../publish/notebooks.ts";
import { worked } from "../worked.ts";

const cellsOf = [...worked].map(([name, notebook]) => ({
  name,
  before: notebook.cells,
  after: studentEdition(notebook, name).cells,
}));

describe("the worked notebooks", () => {
  it("have a cell for each task of lib/grading, worth as many points, and no other", () => {
    const graded = cellsOf
      .flatMap(({ before }) => before)
      .filter((cell) => gradingOf(cell)?.grade)
      .map((cell) => ({
        cell: cell.id,
        points: gradingOf(cell)?.points,
        by: isManual(cell) ? "person" : "check",
        extra: cell.metadata.tags?.includes("extra") === true,
      }));
    const tasks = TASKS.map(({ cell, points, by, extra }) => ({ cell, points, by, extra }));
    expect(graded.toSorted(byCell)).to.deep.equal(tasks.toSorted(byCell));
  });

  it("are worth 100 points, and 10 of extra credit", () => {
    const sum = (extra: boolean) =>
      TASKS.reduce((total, task) => total + (task.extra === extra ? task.points : 0), 0);
    expect([sum(false), sum(true)]).to.deep.equal([100, 10]);
  });

  it("end each task in a check cell of three lines that imports what it judges with", () => {
    for (const cell of cellsOf.flatMap(({ before }) => before).filter(isCheck)) {
      expect(sourceOf(cell)).to.match(
        /^\/\/ \d\.\d\.\d\w?: \d+ points\nimport \{ (\w+) \} from "lib\/grading";\n(await )?\1\(\w+\);$/,
      );
    }
  });

  it("carry metadata that nbgrader knows, with the cell's id", () => {
    for (const { id, metadata } of cellsOf.flatMap(({ before }) => before)) {
      if (metadata.nbgrader) {
        expect(metadata.nbgrader).to.deep.include({ grade_id: id, schema_version: 3, task: false });
      }
    }
  });
});

describe("the students' edition", () => {
  for (const { name, before, after } of cellsOf) {
    it(`has the cells of ${name} by their ids, in their order, but for worked answers`, () => {
      const kept = before.filter(({ metadata }) => !metadata.tags?.includes("worked"));
      expect(after.map(({ id }) => id)).to.deep.equal(kept.map(({ id }) => id));
    });

    it(`uses no name in ${name} that only a worked answer declares`, () => {
      const names = (cells: Cell[]) => cells.filter(isCode).map((cell) => namesOf(sourceOf(cell)));
      const left = names(before.filter(({ metadata }) => metadata.tags?.includes("worked")));
      const kept = names(after);
      const declared = new Set(kept.flatMap((each) => [...each.declared]));
      const gone = left.flatMap((each) => [...each.declared]).filter((each) => !declared.has(each));
      expect(kept.flatMap(({ used }) => gone.filter((each) => used.has(each)))).to.deep.equal([]);
    });

    it(`has no solution of ${name}, and a stub for each`, () => {
      const regions = (cells: Cell[], pattern: RegExp) =>
        cells.reduce((count, cell) => count + (sourceOf(cell).match(pattern)?.length ?? 0), 0);
      const solutions = regions(before, /^ *\/\/ BEGIN SOLUTION$/gm);
      expect(solutions).to.be.above(1);
      const answers = after.filter((cell) => isAnswer(cell) && !isManual(cell));
      expect(regions(answers, /^ +\/\/ YOUR CODE HERE$/gm)).to.equal(solutions);
      expect(regions(answers, /SOLUTION/g)).to.equal(0);
      const given = new Set(after.flatMap((cell) => sourceOf(cell).split("\n")));
      const secret = secretsOf({ ...empty, cells: before }, name).filter(
        (line) => line.length > 30,
      );
      expect(secret).to.not.have.length(0);
      const left = secret.filter((line) => given.has(line));
      expect(
        left.every((line) => occursOutside(line, before)),
        left.join("\n"),
      ).to.equal(true);
    });

    it(`locks all of ${name} but answers, parameters and what is free, and empties outputs`, () => {
      const graded = new Set(before.filter(gradingOf).map(({ id }) => id));
      for (const cell of after) {
        const isFree = cell.metadata.tags?.some((tag) => ["parameters", "free"].includes(tag));
        if (isAnswer(cell) || isFree) expect(cell.metadata).to.not.have.property("editable");
        else expect(cell.metadata).to.include({ editable: false, deletable: false });
        if (!isFree) expect(gradingOf(cell)?.locked, cell.id).to.equal(!isAnswer(cell));
        if (!isFree && !graded.has(cell.id)) {
          expect(gradingOf(cell)).to.deep.equal({
            ...{ grade: false, solution: false, locked: true, task: false },
            ...{ grade_id: cell.id, schema_version: 3, cell_type: cell.cell_type },
          });
        }
        if (cell.cell_type === "code") expect(cell.outputs).to.deep.equal([]);
      }
    });

    it(`is the same, made of itself: of what is handed out of ${name}`, () => {
      const edition = studentEdition({ ...empty, cells: before }, name);
      expect(studentEdition(edition, name)).to.deep.equal(edition);
    });
  }

  it("has a figure without a solution in a site's index where the worked notebook's needs one", () => {
    const coverOf = (cells: Cell[]) =>
      cells.find(({ metadata }) => metadata.tags?.includes("cover"))?.id;
    const covers = cellsOf.map(({ before, after }) => [coverOf(before), coverOf(after)]);
    expect(covers).to.deep.equal([
      ["three-diagram", "raster"],
      ["feature-maps", "images"],
      [undefined, undefined], // the first
    ]);
  });

  it("asks for an answer in words where a person reads it", () => {
    const answers = cellsOf.flatMap(({ after }) => after).filter(isManual);
    expect(answers).to.have.length(3);
    for (const cell of answers) {
      expect(sourceOf(cell)).to.match(/^\*\*Answer\*\* \(\d points\): .*\n\n\*Your answer:\*\n$/s);
    }
  });
});

const empty = { metadata: {}, nbformat: 4, nbformat_minor: 5 };

const byCell = (a: { cell: string }, b: { cell: string }) => a.cell.localeCompare(b.cell);

/** Whether a line of a solution is one that is given elsewhere, too. */
function occursOutside(line: string, cells: Cell[]): boolean {
  return cells.some((cell) => {
    const source = sourceOf(cell);
    const given = isAnswer(cell) && !isManual(cell) ? regionsOf(source, cell.id).stubbed : source;
    return !cell.metadata.tags?.includes("worked") && given.split("\n").includes(line);
  });
}
