import { expect } from "chai";
import { courseNotebook } from "../../../grading/nbgrader/courseNotebook.ts";
import { gradingOf } from "../../../grading/notebook.ts";
import { isAnswer, isManual } from "../../../grading/run/cells.ts";
import { smallSettings } from "../../../grading/run/smallSettings.ts";
import { sourceOf } from "../../../publish/notebooks.ts";
import { worked } from "../worked.ts";

const none = { grade: false, solution: false, locked: true, task: false };

describe("a notebook of an nbgrader course", () => {
  for (const [name, notebook] of worked) {
    const { cells } = courseNotebook(notebook, name, 1);

    it(`has settings for the grader in ${name} behind its parameters, which releases lack`, () => {
      const at = cells.findIndex(({ metadata }) => metadata.tags?.includes("parameters"));
      const places = cells.flatMap(({ id }, i) => (id === "grading-settings" ? [i] : []));
      expect(places).to.deep.equal(at < 0 ? [] : [at + 1]);
      for (const place of places) {
        const own = { grade_id: "grading-settings", schema_version: 3, cell_type: "code" };
        const check = { ...none, grade: true, points: 0, ...own };
        expect(gradingOf(cells[place])).to.deep.equal(check);
        const [, hidden] = sourceOf(cells[place]).split("// BEGIN HIDDEN TESTS\n");
        expect(hidden).to.equal(`${smallSettings(name)}\n// END HIDDEN TESTS`);
      }
    });

    it(`tells nbgrader of every cell of ${name} what it is`, () => {
      const known = new Set(notebook.cells.filter(gradingOf).map(({ id }) => id));
      for (const cell of cells) {
        const { id, cell_type } = cell;
        if (known.has(id) || id === "grading-settings") continue;
        const own = { grade_id: id, schema_version: 3, cell_type };
        expect(gradingOf(cell), id).to.deep.equal({ ...none, ...own });
      }
    });

    it(`marks the solutions of ${name} as nbgrader_config.py has them, and nothing else`, () => {
      const before = new Map(notebook.cells.map((cell) => [cell.id, sourceOf(cell)]));
      const ours = /^ *\/\/ (BEGIN|END) SOLUTION$/gm;
      const theirs = /^ *\/\/\/ (BEGIN|END) SOLUTION$/gm;
      let marked = 0;
      for (const cell of cells.filter(isAnswer)) {
        const [source, old] = [sourceOf(cell), before.get(cell.id) ?? ""];
        expect(source, cell.id).to.not.match(ours);
        const count = isManual(cell) ? 2 : (old.match(ours)?.length ?? 0);
        expect(source.match(theirs)?.length ?? 0, cell.id).to.equal(count);
        if (isManual(cell)) expect(source.startsWith(`${old}\n\n`), cell.id).to.equal(true);
        else expect(source.replace(/\/\/\/ (?=(BEGIN|END) SOLUTION$)/gm, "// ")).to.equal(old);
        marked += count;
      }
      expect(marked).to.be.above(1);
      for (const cell of cells.filter((cell) => !isAnswer(cell))) {
        expect(sourceOf(cell), cell.id).to.not.match(theirs);
      }
    });
  }
});
