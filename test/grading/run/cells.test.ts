import { expect } from "chai";
import type { Cell } from "../../../grading/notebook.ts";
import { isAnswer, isCheck, isCode, isLocked, isManual } from "../../../grading/run/cells.ts";

const cell = (nbgrader?: object): Cell => ({
  ...{ id: "a", cell_type: "code", source: "", outputs: [], execution_count: null },
  metadata: nbgrader ? { nbgrader: nbgrader as Cell["metadata"]["nbgrader"] } : {},
});

describe("a cell", () => {
  it("is an answer, one that a person reads, or a check, as nbgrader's metadata says", () => {
    for (const [nbgrader, ...kinds] of [
      [undefined, false, false, false],
      [{ grade: false, solution: false }, false, false, false],
      [{ grade: false, solution: true }, true, false, false],
      [{ grade: true, solution: true, points: 3 }, true, true, false],
      [{ grade: true, solution: false }, false, false, false],
      [{ grade: true, solution: false, points: 0 }, false, false, false],
      [{ grade: true, solution: false, points: 0.5 }, false, false, true],
      [{ grade: true, solution: false, points: 1 }, false, false, true],
    ] as const) {
      const found = [isAnswer, isManual, isCheck].map((is) => is(cell(nbgrader)));
      expect(found, JSON.stringify(nbgrader)).to.deep.equal(kinds);
    }
  });

  it("is locked where nbgrader's metadata says so", () => {
    const found = [undefined, { locked: false }, { locked: true }].map((nbgrader) =>
      isLocked(cell(nbgrader)),
    );
    expect(found).to.deep.equal([false, false, true]);
  });

  it("is code where it has some", () => {
    for (const [cell_type, source, is] of [
      ["code", "a;", true],
      ["code", ["\n", "a;"], true],
      ["code", " \n", false],
      ["code", [], false],
      ["markdown", "a;", false],
      ["markdown", "", false],
    ] as const) {
      const made: Cell = { ...cell(), cell_type, source: [source].flat() };
      expect(isCode(made), JSON.stringify([cell_type, source])).to.equal(is);
    }
  });
});
