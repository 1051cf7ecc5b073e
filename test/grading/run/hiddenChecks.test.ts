import { expect } from "chai";
import { instructorEdition } from "../../../grading/edition/edition.ts";
import type { Cell, Notebook } from "../../../grading/notebook.ts";
import { isCheck } from "../../../grading/run/cells.ts";
import { withHiddenChecks } from "../../../grading/run/hiddenChecks.ts";
import { notebookNames, readNotebook, sourceOf } from "../../../publish/notebooks.ts";

describe("hidden checks", () => {
  it("stand behind each visible one that can draw further cases, and call the same", async () => {
    const found: string[] = [];
    for (const name of await notebookNames()) {
      const notebook = withHiddenChecks(instructorEdition(await readNotebook(name)), 7);
      for (const cell of notebook.cells.filter(isCheck)) {
        const lines = sourceOf(cell).split("\n");
        if (!lines.includes("// BEGIN HIDDEN TESTS")) found.push(`none: ${cell.id}`);
        else {
          const [call, , hidden] = lines.slice(-4);
          expect(hidden).to.equal(call.replace(/\);$/, ", { seed: 7 });"));
          found.push(cell.id);
        }
      }
    }
    expect(found).to.deep.equal([
      ...["points-3-0-1a", "points-3-0-1b", "points-3-0-1c", "points-3-0-2"],
      ...[1, 2, 3, 4, 5, 6].map((n) => `points-3-1-${n}`),
      ...["none: points-3-2-1", "none: points-3-2-2"],
    ]);
  });

  it("refuse a check whose last line is no call that they can repeat", () => {
    const cell: Cell = {
      id: "points-3-1-1",
      cell_type: "code",
      source: "const points = 5;\npoints;",
      metadata: { nbgrader: { grade: true, points: 5, solution: false } },
    };
    const notebook: Notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    expect(() => withHiddenChecks(notebook, 7)).to.throw(/points-3-1-1 ends with "points;"/);
  });
});
