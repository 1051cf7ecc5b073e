import { expect } from "chai";
import type { TaskMark } from "../../../grading/run/marks.ts";
import { round, sheetOf, sheetText } from "../../../grading/run/sheet.ts";

const mark = (each: Partial<TaskMark>): TaskMark => ({
  ...{ id: "a", title: "", points: 0, max: 0, manual: false, extra: false, message: "" },
  ...each,
});
const marks = [
  mark({ id: "3.1.1", title: "convolution", points: 7.3333, max: 10, message: "one\n3.1.1: two" }),
  mark({ id: "3.1.5 answer", title: "why", max: 5, manual: true }),
  mark({ id: "3.1.6", title: "a dense layer", points: 2.6667, max: 5, extra: true }),
  mark({ id: "x", points: 0, max: 100, message: "3.1.1: it" }),
];

describe("the sheet of the marks", () => {
  it("has all tasks, and the sum of those that need no person", () => {
    const { points, max, tasks } = sheetOf(marks);
    expect([points, max]).to.deep.equal([10, 110]);
    expect(tasks.map((task) => task.points)).to.deep.equal([7.33, 0, 2.67, 0]);
    const [{ extra, ...second }] = marks.slice(1);
    expect(tasks[1]).to.deep.equal(second);
  });

  it("is a table as text, then what is wrong, then the sum", () => {
    expect(sheetText(marks)).to.equal(
      [
        "3.1.1         convolution         7.33 of 10",
        "3.1.5 answer  why               by hand of 5",
        "3.1.6         a dense layer  2.67 of 5 extra",
        "x                                   0 of 100",
        "",
        "3.1.1: one",
        "3.1.1: two",
        "x: 3.1.1: it",
        "",
        "10 of 110 points; 5 more are given by hand",
      ].join("\n"),
    );
  });

  it("is short where nothing is wrong, nothing has a title, or nothing is there", () => {
    expect(sheetText([mark({ points: 2, max: 2 })])).to.equal("a    2 of 2\n\n2 of 2 points");
    expect(sheetText([])).to.equal("\n0 of 0 points");
  });
});

describe("points as people write them", () => {
  it("have two digits behind the point at most", () => {
    const points = [0, 1, 1.5, 7.333, 7.336, 0.004, 0.006];
    expect(points.map(round)).to.deep.equal([0, 1, 1.5, 7.33, 7.34, 0, 0.01]);
  });
});
