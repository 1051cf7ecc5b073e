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

  it("brings a new cell behind the nearest one that is there, or to the head", () => {
    const given = notebook(cell("a", "1"), cell("b", "2"));
    const student = notebook(cell("own", "x"), cell("a", "1"), cell("other", "y"));
    const now = notebook(cell("first", "0"), ...given.cells, cell("c", "3"), cell("d", "4"));
    const { notebook: updated, changed } = update(student, given, now);
    expect(sources(updated)).to.deep.equal([
      ...["first=0", "own=x", "a=1", "c=3", "d=4", "other=y"],
    ]);
    expect(changed).to.deep.equal(["first", "c", "d"]);
  });

  const text = { ...cell("a", "1"), cell_type: "markdown" };
  const [one, two, three] = ["1", "2", "3"].map((source) => cell("a", source));
  const stays = { changed: [], left: [] };
  const changes = { changed: ["a"], left: [] };
  const isLeft = { changed: [], left: ["a"] };
  for (const [what, mine, now, after, said] of [
    ["removed, and was not touched", one, [], [], changes],
    ["removed, but was written in", two, [], [two], isLeft],
    ["removed, but is text now", text, [], [text], isLeft],
    ["as it was, and was not touched", one, [one], [one], stays],
    ["as it was, and was written in", two, [one], [two], stays],
    ["as it was, and is text now", text, [one], [text], stays],
    ["corrected, and was not touched", one, [two], [two], changes],
    ["corrected, as the student has done", two, [two], [two], changes],
    ["corrected, but was written in", three, [two], [three], isLeft],
    ["corrected, but is text now", text, [two], [text], isLeft],
    ["text, and was not touched", one, [text], [text], changes],
    ["text, as the student has it", text, [text], [text], changes],
    ["text, but was written in", two, [text], [two], isLeft],
  ] as const) {
    it(`tells what becomes of a cell that is ${what}`, () => {
      const { notebook: updated, ...rest } = update(
        notebook(mine),
        notebook(one),
        notebook(...now),
      );
      expect(updated.cells).to.deep.equal(after);
      expect(rest).to.deep.equal(said);
    });
  }

  it("reaches the metadata of each cell that stays and that it has", () => {
    const tagged = (each: Cell, ...tags: string[]) => ({ ...each, metadata: { tags } });
    const own = tagged(cell("own", "x"), "mine");
    const fresh = cell("new", "y");
    const { notebook: updated } = update(
      notebook(tagged(cell("a", "1", run), "old"), own, fresh),
      notebook(one),
      notebook(tagged(one, "now"), tagged(cell("new", "z"), "new")),
    );
    expect(updated.cells).to.deep.equal([
      ...[tagged(cell("a", "1", run), "now"), own, tagged(fresh, "new")],
    ]);
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
