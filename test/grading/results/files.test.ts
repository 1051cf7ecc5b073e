import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { feedback } from "../../../grading/results/feedback.ts";
import { attention, gradesCsv } from "../../../grading/results/gradesCsv.ts";
import { gradescope } from "../../../grading/results/gradescope.ts";
import { handMarksIn, keepHandMarks } from "../../../grading/results/handMarks.ts";
import { keyOf, type Result, storedResult } from "../../../grading/results/stored.ts";
import type { StudentResult } from "../../../grading/results/student.ts";
import { writeResults } from "../../../grading/results/writeResults.ts";
import { Problem } from "../../../scripts/setup/problem.mjs";

const common = { title: "Why", points: 2, max: 5, extra: false, message: "" };
const student = (name: string): StudentResult => ({
  ...{ student: `The ${name}`, number: "7", file: name, notes: [`A note of ${name}.`], own: [] },
  tasks: [
    { ...common, id: "3.1.1", manual: false },
    { ...common, id: "3.1.5 answer", points: 0, manual: true },
  ],
});
const students = [student("ada"), student("alan")];
const marks = { "3.1.5 answer": { ada: { points: 4 } } };

describe("the files of grading", () => {
  let out: string;
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), "results-"));
  });
  afterEach(() => rm(out, { recursive: true }));
  const files = async () => (await readdir(out, { recursive: true })).sort();
  const text = (...path: string[]) => readFile(join(out, ...path), "utf8");

  it("are the sheet, what needs an eye, and a page for each student", async () => {
    await writeResults(out, students, marks, { gradescope: false, warning: "No box." });
    expect(await files()).to.deep.equal([
      ...["attention.md", "feedback", join("feedback", "ada.html")],
      ...[join("feedback", "alan.html"), "grades.csv"],
    ]);
    expect(await text("grades.csv")).to.equal(gradesCsv(students, marks));
    expect(await text("attention.md")).to.equal(attention(students, "No box."));
    for (const each of students) {
      expect(await text("feedback", `${each.file}.html`)).to.equal(feedback(each, marks));
    }
  });

  it("are Gradescope's too where these are asked for", async () => {
    await writeResults(out, students, marks, { gradescope: true, warning: undefined });
    expect(await readdir(join(out, "gradescope"))).to.have.members(["ada.json", "alan.json"]);
    const [{ tasks }] = students;
    expect(await text("gradescope", "ada.json")).to.equal(
      JSON.stringify(gradescope(tasks), null, 1),
    );
  });

  it("keep the marks by hand, of which there are none at first", async () => {
    expect(await handMarksIn(out)).to.deep.equal({});
    await keepHandMarks(out, marks);
    expect(await handMarksIn(out)).to.deep.equal(marks);
    expect(await text("marks-by-hand.json")).to.equal(`${JSON.stringify(marks, null, 1)}\n`);
  });

  it("lose no marks by hand that are damaged", async () => {
    const file = join(out, "marks-by-hand.json");
    await writeFile(file, '{ "3.1.5');
    const refusal: unknown = await handMarksIn(out).catch((error) => error);
    expect(refusal).to.be.instanceOf(Problem);
    expect((refusal as Error).message).to.equal(
      `${file} is damaged: it is not JSON. Mend it, or move it away.`,
    );
  });

  it("give back a result that depends on the same, and no other", async () => {
    const file = join(out, "result.json");
    const result: Result = { key: "a", tasks: [], notes: ["ä"], own: [], seconds: 1 };
    expect(await storedResult(file, "a")).to.equal(undefined);
    await writeFile(file, JSON.stringify(result));
    expect(await storedResult(file, "a")).to.deep.equal(result);
    expect(await storedResult(file, "b")).to.equal(undefined);
    await writeFile(file, JSON.stringify(result).slice(1));
    expect(await storedResult(file, "a")).to.equal(undefined);
  });
});

describe("the key of a result", () => {
  it("is another for other parts, or another order of them", () => {
    const keys = [keyOf("a", "b"), keyOf("b", "a"), keyOf("ab"), keyOf({ a: "b" })];
    expect(new Set([...keys, keyOf("a", "b")]).size).to.equal(4);
    expect(keys[0]).to.match(/^[0-9a-f]{64}$/);
  });
});
