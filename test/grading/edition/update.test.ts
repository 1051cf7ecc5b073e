import { expect } from "chai";
import fc from "fast-check";
import { update } from "../../../grading/edition/update.ts";
import type { Cell, Notebook } from "../../../grading/notebook.ts";

const cell = (id: string, source: string, outputs: Cell["outputs"] = []): Cell => ({
  ...{ id, source, outputs, cell_type: "code", metadata: {}, execution_count: null },
});
const notebook = (...cells: Cell[]): Notebook => ({
  ...{ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 },
});
const sources = ({ cells }: Notebook) => cells.map(({ id, source }) => `${id}=${source}`);
const run = [{ output_type: "stream", text: "done" }];

describe("a corrected assignment", () => {
  it("reaches the cells that the student has not touched, with their outputs gone", () => {
    const given = notebook(cell("a", "1"), cell("b", "2"));
    const student = notebook(cell("a", "1", run), cell("b", "mine", run), cell("own", "x"));
    const {
      notebook: updated,
      changed,
      left,
    } = update(student, given, notebook(cell("a", "9"), cell("b", "2")));
    expect(sources(updated)).to.deep.equal(["a=9", "b=mine", "own=x"]);
    expect(updated.cells[0].outputs).to.deep.equal([]);
    expect(updated.cells[1].outputs).to.deep.equal(run);
    expect({ changed, left }).to.deep.equal({ changed: ["a"], left: [] });
  });

  it("leaves alone what the student has written, and says so", () => {
    const given = notebook(cell("a", "1"));
    const {
      notebook: updated,
      changed,
      left,
    } = update(notebook(cell("a", "mine")), given, notebook(cell("a", "9")));
    expect(sources(updated)).to.deep.equal(["a=mine"]);
    expect({ changed, left }).to.deep.equal({ changed: [], left: ["a"] });
  });

  it("brings new cells to their place, takes away untouched ones, and leaves deleted ones away", () => {
    const given = notebook(cell("a", "1"), cell("b", "2"), cell("c", "3"));
    const student = notebook(cell("a", "1"), cell("own", "x"), cell("c", "3"));
    const now = notebook(cell("a", "1"), cell("new", "4"), cell("b", "2"));
    const { notebook: updated, changed } = update(student, given, now);
    expect(sources(updated)).to.deep.equal(["a=1", "new=4", "own=x"]);
    expect(changed).to.deep.equal(["c", "new"]);
  });

  it("never loses a cell that the student wrote or changed, whatever is corrected", () => {
    const text = fc.constantFrom("1", "2", "3");
    const cells = fc
      .uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c", "d", "e"), text), {
        selector: ([id]) => id,
      })
      .map((pairs) => notebook(...pairs.map(([id, source]) => cell(id, source))));
    fc.assert(
      fc.property(cells, cells, cells, (student, given, now) => {
        const { notebook: updated, changed, left } = update(student, given, now);
        const after = sources(updated);
        for (const each of sources(student)) {
          const wasGiven = sources(given).includes(each);
          if (!wasGiven) expect(after, `seed: ${each}`).to.include(each);
        }
        expect(new Set(updated.cells.map(({ id }) => id)).size).to.equal(updated.cells.length);
        expect(changed.filter((id) => left.includes(id))).to.deep.equal([]);
        expect(update(updated, now, now).changed.filter((id) => !left.includes(id))).to.deep.equal(
          [],
        );
      }),
      { numRuns: 300 },
    );
  });
});
