import { expect } from "chai";
import { instructorEdition, secretsOf, studentEdition } from "../../../grading/edition/edition.ts";
import type { Cell, Notebook } from "../../../grading/notebook.ts";

const empty = { metadata: { kernel: 1 }, nbformat: 4, nbformat_minor: 5 };

describe("an edition of a small notebook", () => {
  const cell = (id: string, source: string, metadata: object = {}): Cell => ({
    ...{ id, source, metadata, cell_type: "code", outputs: [{ output_type: "x" }] },
    execution_count: 3,
  });
  const answer = { grade: false, solution: true };
  const task = "// BEGIN SOLUTION\n1\n// END SOLUTION";
  const source: Notebook = {
    ...empty,
    cells: [
      cell("first", "a", { tags: ["cover", "b"], editable: true }),
      cell("second", "b", { tags: ["blank-cover"] }),
      cell("worked", "c\nd", { tags: ["worked"] }),
      cell("code", `a\n${task}`, { nbgrader: answer }),
      cell("words", "Why?\n\n*Your answer:*\n", { nbgrader: { ...answer, grade: true } }),
      cell("free", task, { tags: ["free"], x: 1 }),
      cell("check", "e", { nbgrader: { grade: true, locked: true, points: 2 } }),
    ],
  };
  const given = { grade: false, solution: false, locked: true, task: false };
  const lock = (grade_id: string, more: object = {}) => ({
    ...{ deletable: false, editable: false },
    nbgrader: { ...given, grade_id, schema_version: 3, cell_type: "code", ...more },
  });
  const bare = { cell_type: "code", outputs: [], execution_count: null };
  const others = [
    { ...bare, id: "free", source: task, metadata: { tags: ["free"], x: 1 } },
    {
      ...{ ...bare, id: "check", source: "e" },
      metadata: lock("check", { grade: true, points: 2 }),
    },
  ];
  const metadataOfAnswers = [
    { nbgrader: answer, deletable: false },
    { nbgrader: { ...answer, grade: true }, deletable: false },
  ];

  it("of students has stubs, the other cover, and locks", () => {
    const { cells, ...rest } = studentEdition(source, "x");
    expect(rest).to.deep.equal(empty);
    const [code, words] = metadataOfAnswers;
    expect(cells).to.deep.equal([
      { ...bare, id: "first", source: "a", metadata: { ...lock("first"), tags: ["b"] } },
      { ...bare, id: "second", source: "b", metadata: { ...lock("second"), tags: ["cover"] } },
      { ...bare, id: "code", source: ["a\n", "// YOUR CODE HERE"], metadata: code },
      {
        ...{ ...bare, id: "words", metadata: words },
        source: ["Why?\n", "\n", "*Your answer:*\n"],
      },
      ...others,
    ]);
  });

  it("of instructors has solutions, its own cover, and locks", () => {
    const { cells, ...rest } = instructorEdition(source);
    expect(rest).to.deep.equal(empty);
    const [code, words] = metadataOfAnswers;
    expect(cells).to.deep.equal([
      { ...bare, id: "first", source: "a", metadata: { ...lock("first"), tags: ["cover", "b"] } },
      {
        ...{ ...bare, id: "second", source: "b" },
        metadata: { ...lock("second"), tags: ["blank-cover"] },
      },
      { ...bare, id: "code", source: `a\n${task}`, metadata: code },
      { ...bare, id: "words", source: "Why?\n\n*Your answer:*\n", metadata: words },
      ...others,
    ]);
  });

  it("keeps from students what a worked notebook's answers and solutions are", () => {
    expect(secretsOf(source, "x")).to.deep.equal(["c", "d", "1"]);
    const open = cell("open", "// BEGIN SOLUTION", { nbgrader: answer });
    for (const read of [secretsOf, studentEdition]) {
      expect(() => read({ ...empty, cells: [open] }, "x")).to.throw("x, open: // BEGIN SOLUTION");
    }
  });
});
