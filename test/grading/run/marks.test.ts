import { expect } from "chai";
import type { Cell } from "../../../grading/notebook.ts";
import { marksOf, sumOfMarks, type TaskMark } from "../../../grading/run/marks.ts";
import { sheetOf, sheetText } from "../../../grading/run/sheet.ts";

const heading: Cell = {
  id: "text",
  cell_type: "markdown",
  source: "# 3.1 Operations\n\n## 3.1.1 Convolution (10 points)\n",
  metadata: {},
};
const nbgrader = { grade: true, solution: false, points: 10 };
type Output = NonNullable<Cell["outputs"]>[number];
const check = (...outputs: Output[]): Cell => ({
  id: "points-3-1-1",
  cell_type: "code",
  source: "",
  metadata: { nbgrader },
  outputs,
  execution_count: 3,
});
const bundle = (points: unknown, wrong: unknown = [], output_type = "execute_result"): Output => ({
  output_type,
  data: { "text/plain": `${points}`, "application/vnd.cnn-check+json": { points, wrong } },
});
const plain = (text: string): Output => ({
  output_type: "execute_result",
  data: { "text/plain": text },
});
const mark = (cell: Cell) => marksOf([heading, cell], () => "It was not reached.")[0];

describe("the mark of a check cell", () => {
  it("is what its bundle says, with the task and its title", () => {
    expect(mark(check(bundle(7.5, ["backward is wrong"])))).to.deep.equal({
      id: "3.1.1",
      title: "convolution: backward",
      points: 7.5,
      max: 10,
      manual: false,
      extra: false,
      message: "backward is wrong",
    });
  });

  for (const [points, due] of [
    [11, 10],
    [-1, 0],
    [Number.POSITIVE_INFINITY, 0],
    [Number.NaN, 0],
  ]) {
    it(`is ${due} where a bundle says ${points}`, () => {
      expect(mark(check(bundle(points))).points).to.equal(due);
    });
  }

  it("is not what a cell displays: only its value counts", () => {
    expect(mark(check(bundle(10, [], "display_data"), bundle(2))).points).to.equal(2);
  });

  it("is 0 for an error, also behind a value, and says which", () => {
    const error = { output_type: "error", ename: "TypeError", evalue: "no\nfunction" };
    const { points, message } = mark(check(bundle(10), error));
    expect([points, message]).to.deep.equal([0, "TypeError: no"]);
  });

  it("is nbgrader's for a check without a bundle: its number, else all if it does not throw", () => {
    expect(mark(check(plain("7"))).points).to.equal(7);
    expect(mark(check(plain("100"))).points).to.equal(10);
    expect(mark(check()).points).to.equal(10);
    expect(mark(check(plain("-1"))).points).to.equal(0);
  });

  it("is 0 for a value that is no number, and says so", () => {
    for (const text of ["undefined", "Infinity"]) {
      const { points, message } = mark(check(plain(text)));
      expect([points, message]).to.deep.equal([0, "The check gave no number."]);
    }
  });

  it("is 0 for a cell that was interrupted, and says so", () => {
    const error = { output_type: "error", ename: "KeyboardInterrupt", evalue: "" };
    const { points, message } = mark(check(bundle(10), error));
    expect([points, message]).to.deep.equal([0, "It ran for too long and was interrupted."]);
  });

  it("is nbgrader's for a bundle that is damaged", () => {
    for (const damaged of [null, 3, {}, { points: 3 }, { points: "3", wrong: [] }]) {
      const data = { "text/plain": ["", "4"], "application/vnd.cnn-check+json": damaged };
      const output = { output_type: "execute_result", data };
      expect(mark(check(output)).points, JSON.stringify(damaged)).to.equal(4);
    }
  });

  it("has the id of a course's own cell as its task, and no points for what a person reads", () => {
    const own = { ...check(plain("3")), id: "course" };
    const read = { ...own, id: "essay", metadata: { nbgrader: { grade: true, solution: true } } };
    expect(marksOf([own, read], () => "")).to.deep.equal(
      [
        ...[{ id: "course", points: 3, max: 10, manual: false }],
        ...[{ id: "essay", points: 0, max: 0, manual: true }],
      ].map((each) => ({ ...each, title: "", extra: false, message: "" })),
    );
  });

  it("is 0 with the reason where the cell did not run", () => {
    const { points, message } = mark({ ...check(), execution_count: null });
    expect([points, message]).to.deep.equal([0, "It was not reached."]);
  });
});

describe("the sum of the marks", () => {
  const task = (points: number, extra = false): TaskMark => ({
    ...{ id: "", title: "", message: "", manual: false },
    ...{ points, max: extra ? 5 : 10, extra },
  });

  it("counts extra points, and is never more than the others can give", () => {
    expect(sumOfMarks([task(8), task(10), task(1, true)])).to.deep.equal({ points: 19, max: 20 });
    expect(sumOfMarks([task(8), task(10), task(5, true)])).to.deep.equal({ points: 20, max: 20 });
  });

  it("is of what is checked without a person, and the text says what is left", () => {
    const byHand = {
      ...check(),
      id: "answer-3-1-5",
      metadata: { nbgrader: { ...nbgrader, solution: true } },
    };
    const marks = marksOf([heading, check(bundle(2.5, ["why"])), byHand], () => "");
    expect(sheetOf(marks)).to.deep.include({ points: 2.5, max: 10 });
    expect(sheetOf(marks).tasks.map(({ id, manual }) => [id, manual])).to.deep.equal([
      ["3.1.1", false],
      ["3.1.5 answer", true],
    ]);
    expect(sheetText(marks)).to.match(
      /^3\.1\.1 +convolution: backward +2\.5 of 10\n3\.1\.5 .*by hand of 10\n\n3\.1\.1: why\n\n2\.5 of 10 points; 10 more/,
    );
  });
});
