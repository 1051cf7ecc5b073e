import { expect } from "chai";
import fc from "fast-check";
import { type Cell, gradingOf, linesOf, withMetadata } from "../../grading/notebook.ts";

const cell: Cell = { id: "a", cell_type: "code", source: "1", metadata: { tags: ["free"] } };

describe("a cell", () => {
  it("keeps its other metadata where it gets some, and is as it was itself", () => {
    const changed = withMetadata(cell, { tags: ["worked"], editable: false });
    expect(withMetadata(cell, { editable: false }).metadata).to.deep.equal({
      ...{ tags: ["free"], editable: false },
    });
    expect(changed).to.deep.equal({ ...cell, metadata: { tags: ["worked"], editable: false } });
    expect(cell.metadata).to.deep.equal({ tags: ["free"] });
  });

  it("is of no interest to grading without nbgrader's metadata", () => {
    const nbgrader = { grade: true };
    expect(gradingOf(cell)).to.equal(undefined);
    expect(gradingOf({ ...cell, metadata: { nbgrader } })).to.equal(nbgrader);
  });

  it("has its source line by line, each with its end", () => {
    expect(linesOf("a\n\nb")).to.deep.equal(["a\n", "\n", "b"]);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r") }), (text) => {
        const lines = linesOf(text);
        expect(lines.join("")).to.equal(text);
        for (const line of lines.slice(0, -1)) expect(line).to.match(/^[^\n]*\n$/);
        expect(lines.at(-1)).to.not.match(/\n./);
      }),
    );
  });
});
