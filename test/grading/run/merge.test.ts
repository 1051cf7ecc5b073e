import { expect } from "chai";
import fc from "fast-check";
import type { Cell, Notebook } from "../../../grading/notebook.ts";
import { merge } from "../../../grading/run/merge.ts";

const cell = (id: string, source: string, nbgrader?: object): Cell => ({
  id,
  cell_type: "code",
  source,
  metadata: { nbgrader: { grade_id: id, solution: false, locked: true, ...nbgrader } },
});
const answer = { solution: true, locked: false };
const notebook = (...cells: Cell[]): Notebook => ({
  cells,
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});
const setup = cell("setup", "const a = 1;");
const blank = cell("own", "// YOUR CODE HERE", answer);
const check = cell("points-3-1-1", "points(a);", { grade: true, points: 5 });
const assignment = notebook(setup, blank, check);
const written = { ...blank, source: "const b = a;" };
const added = { id: "x", cell_type: "code", source: "const c = 2;", metadata: {} };
const sources = ({ cells }: { cells: Cell[] }) => cells.map(({ source }) => source);

describe("merging a submission into the assignment", () => {
  it("takes the answers, and leaves all else as the assignment has it", () => {
    const merged = merge(assignment, notebook(setup, written, check));
    expect(sources(merged)).to.deep.equal(["const a = 1;", "const b = a;", "points(a);"]);
    expect([...merged.own]).to.deep.equal(["own"]);
    expect(merged.notes).to.deep.equal([]);
  });

  it("puts back a locked cell that was changed, and says so", () => {
    const forged = { ...check, source: "5;", metadata: { nbgrader: { points: 100 } } };
    const merged = merge(assignment, notebook(setup, written, forged));
    expect(merged.cells[2].source).to.equal("points(a);");
    expect(merged.cells[2].metadata).to.have.nested.property("nbgrader.points", 5);
    expect(merged.notes).to.deep.equal([
      "Locked cells were changed, or are of another version: points-3-1-1. The assignment's are used.",
    ]);
  });

  it("takes a hidden region and space at the ends of lines for no change", () => {
    const hidden = "points(a);\n// BEGIN HIDDEN TESTS\nmore(a);\n// END HIDDEN TESTS";
    const instructors = notebook(setup, blank, { ...check, source: hidden });
    const merged = merge(
      instructors,
      notebook(setup, { ...written }, { ...check, source: "points(a);  \r\n" }),
    );
    expect(merged.notes).to.deep.equal([]);
    expect(merged.cells[2].source).to.equal(hidden);
  });

  it("puts back what is missing, an answer as its blank, and says so", () => {
    const merged = merge(assignment, notebook(check));
    expect(sources(merged)).to.deep.equal(["const a = 1;", "// YOUR CODE HERE", "points(a);"]);
    expect(merged.notes.map((note) => note.match(/cell (\S+) is/)?.[1])).to.deep.equal([
      "setup",
      "own",
    ]);
  });

  it("leaves an added cell behind the one that it stood behind", () => {
    const merged = merge(assignment, notebook(added, setup, added, written, check));
    expect(sources(merged)).to.deep.equal([
      "const c = 2;",
      "const a = 1;",
      "const c = 2;",
      "const b = a;",
      "points(a);",
    ]);
    const ids = ["added-first", "setup", "added-setup", "own", "points-3-1-1"];
    expect(merged.cells.map(({ id }) => id)).to.deep.equal(ids);
    expect([...merged.own]).to.have.members(["added-first", "added-setup", "own"]);
  });

  it("gives added cells ids that no other has, and nothing of their metadata and outputs", () => {
    const taken = { ...setup, id: "added-own" };
    const nbgrader = { grade: true, points: 100 };
    const ran = { ...added, metadata: { nbgrader }, outputs: [{ output_type: "stream" }] };
    const merged = merge(notebook(blank, taken), notebook(written, ran, ran, taken));
    expect(merged.cells.map(({ id }) => id)).to.deep.equal([
      ...["own", "added-own-2", "added-own-3", "added-own"],
    ]);
    expect(merged.cells[1]).to.deep.include({ metadata: {}, outputs: [] });
  });

  it("leaves added cells out that have no code", () => {
    const texts = [
      { ...added, cell_type: "markdown" },
      { ...added, source: " " },
    ];
    expect(sources(merge(assignment, notebook(...texts, setup, written, check)))).to.have.length(3);
  });

  it("knows a cell by its grade_id where its id is another", () => {
    const copied = { ...written, id: "0f3a" };
    expect(sources(merge(assignment, notebook(setup, copied, check)))[1]).to.equal("const b = a;");
  });

  it("takes the first of two cells with an id, and the other as an added one", () => {
    const other = { ...written, source: "const c = a;" };
    const merged = merge(assignment, notebook(setup, written, other, check));
    expect(sources(merged)).to.deep.equal([
      ...["const a = 1;", "const b = a;", "const c = a;", "points(a);"],
    ]);
  });

  it("takes a cell for one alone, where its id and its grade_id tell two", () => {
    const metadata = { nbgrader: { grade_id: "setup" } };
    const merged = merge(assignment, notebook({ ...written, metadata }, check));
    expect(sources(merged)).to.deep.equal(["const a = 1;", "const b = a;", "points(a);"]);
    expect(merged.notes).to.deep.equal(["The cell setup is missing: the assignment's is used."]);
  });

  it("takes space at the ends of lines for no change, and space within them for one", () => {
    const two = { ...setup, source: "const a = 1;\nconst z = 2;" };
    for (const [source, changed] of [
      ["const a = 1; \t\r\nconst z = 2;\n\n", []],
      ["const a  = 1;\nconst z = 2;", ["setup"]],
    ] as const) {
      const merged = merge(notebook(two), notebook({ ...two, source }));
      expect(merged.notes.map((note) => /version: (\w+)\./.exec(note)?.[1])).to.deep.equal(changed);
    }
  });

  it("names all locked cells that were changed, and none that only a text or is free", () => {
    const text = { ...cell("text", "# A"), cell_type: "markdown" };
    const free = cell("free", "a;", { locked: false });
    const all = [text, free, setup, check];
    const merged = merge(notebook(...all), notebook(...all.map((c) => ({ ...c, source: "x" }))));
    expect(sources(merged)).to.deep.equal(["# A", "a;", "const a = 1;", "points(a);"]);
    expect(merged.notes).to.deep.equal([
      "Locked cells were changed, or are of another version: setup, points-3-1-1. The assignment's are used.",
    ]);
  });

  it("does not take an answer of code that was made text", () => {
    const text = { ...written, cell_type: "markdown" };
    const merged = merge(assignment, notebook(setup, text, check));
    expect(sources(merged)[1]).to.equal("// YOUR CODE HERE");
    expect(merged.notes[0]).to.match(/^The answer own is a markdown cell now, must be code/);
  });

  it("has every cell of the assignment once, in its order, whatever is submitted (seed 7)", () => {
    const any = fc.constantFrom(setup, written, check, added, { ...check, id: "other" });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (cells) => {
        const merged = merge(assignment, notebook(...cells));
        const given = merged.cells.filter(({ id }) =>
          ["setup", "own", "points-3-1-1"].includes(id),
        );
        expect(given.map(({ id }) => id)).to.deep.equal(["setup", "own", "points-3-1-1"]);
        expect([given[0].source, given[2].source]).to.deep.equal(["const a = 1;", "points(a);"]);
        expect(new Set(merged.cells.map(({ id }) => id)).size).to.equal(merged.cells.length);
      }),
      { seed: 7 },
    );
  });
});
