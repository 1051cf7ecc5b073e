import { expect } from "chai";
import { instructorEdition, studentEdition } from "../../grading/edition/edition.ts";
import type { Notebook } from "../../grading/notebook.ts";
import { submit, undone } from "../../grading/submit.ts";
import { worked } from "./worked.ts";

const NAME = "3.1-neural-network-operations";
const notebook = worked.get(NAME);
if (!notebook) throw new Error(`there is no ${NAME}`);
const edition = studentEdition(notebook, NAME);
const solved = instructorEdition(notebook);

const changed = (from: Notebook, sources: Record<string, string>): Notebook => ({
  ...from,
  cells: from.cells.map((cell) => ({ ...cell, source: sources[cell.id] ?? cell.source })),
});

describe("npm run submit", () => {
  it("says before it hands in which tasks are as they were given", () => {
    expect(undone(edition, edition)).to.deep.equal([
      "not written yet: conv, relu, pool, loss, iterate, dense.",
      "without your answer: answer-3-1-5.",
    ]);
  });

  it("says nothing of a notebook that is done", () => {
    const answered = changed(solved, { "answer-3-1-5": "Because the steps are too long." });
    expect(undone(answered, edition)).to.deep.equal([]);
  });

  it("names cells that are missing, and given ones with another text", () => {
    const student = changed(solved, { "answer-3-1-5": "Because.", "points-3-1-1": "5;" });
    const cells = student.cells.filter(({ id }) => id !== "relu");
    expect(undone({ ...student, cells }, edition)).to.deep.equal([
      "the cells relu are missing; they are graded as they were given.",
      "another text than the assignment has in points-3-1-1: `npm start` brings corrections.",
    ]);
  });

  it("takes no arguments", async () => {
    const refused = await submit("python3", ["3.1"]).catch(({ message }) => message);
    expect(refused).to.equal("npm run submit takes no arguments, there is 3.1.");
  });
});
