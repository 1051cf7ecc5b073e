import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { boxlessReason } from "../../grading/box.ts";
import { gradeSubmissions } from "../../grading/grade.ts";
import type { Limits } from "../../grading/run/executor.ts";
import { jupyterPython } from "../../scripts/setup/python.mjs";
import { handIn } from "./handIn.ts";
import { type Student, students, together } from "./students.ts";

const SWITCH = "CNN_ALL_STUDENTS";
const limits: Limits = { cell: 10, notebook: 120, megabytes: 3000, output: 20 };

const named = (start: string): Student => {
  const student = students.find(({ name }) => name.startsWith(start));
  if (!student) throw new Error(`no student ${start}`);
  return student;
};

/** A third of them, as few: what they do wrong concerns other tasks, or is nothing. */
const quick = [
  ["olga", "ReLU is abs", "pooling not divided", "loss without", "no dense"],
  ["fred", "ivan", "kim", "nils", "pete", "ReLU warns", "full"],
  ["farthest first", "the other side", "a cell that forgets", "a set of its nearest"],
  ["does not put the best", "the last measurement"],
].map((names) => together(...names.map(named)));

/** Grades them all as `npm run grade` does, and holds each mark against what is due. */
function grading(all: Student[]): void {
  let folder: string;
  let marks: Map<string, Record<string, { points: number; max: number; message: string }>>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "students-"));
    await Promise.all(all.map((student, i) => handIn(student, join(folder, "in", String(i)))));
    const options = { out: join(folder, "out"), seed: 4711, limits, jobs: 2 };
    const boxed = !(await boxlessReason());
    if (!boxed) console.log("    without a box: sudo apt install bubblewrap");
    const results = await gradeSubmissions(await jupyterPython(), join(folder, "in"), {
      ...options,
      ...{ boxed, say: () => {} },
    });
    const byTask = (tasks: (typeof results)[number]["tasks"]) =>
      Object.fromEntries(tasks.map((task) => [task.id, task]));
    marks = new Map(results.map(({ student, tasks }) => [student, byTask(tasks)]));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [i, { name, section, due }] of all.entries()) {
    it(name, () => {
      const tasks = marks.get(String(i)) ?? {};
      const own = Object.entries(tasks).filter(
        ([id]) => id.startsWith(section) && !id.endsWith("answer"),
      );
      expect(own.length).to.be.above(1);
      const got = Object.fromEntries(own.map(([id, { points }]) => [id, points]));
      const wanted = Object.fromEntries(own.map(([id, { max }]) => [id, due[id] ?? max]));
      const why = own.map(([id, { message }]) => `${id}: ${message}`).join("\n");
      expect(got, why).to.deep.equal(wanted);
      for (const [id, { points, max, message }] of own) {
        expect(message === "", `${id}: ${message}`).to.equal(points === max);
      }
    });
  }
}

describe("npm run grade gives its due to a student who", function () {
  this.timeout(3_600_000);

  if (process.env[SWITCH]) return grading(students);
  grading(quick);
  it("does anything else of the table", function () {
    console.log(`    skipped: takes minutes (${SWITCH}=1 npx mocha test/grading/students.test.ts)`);
    this.skip();
  });
});
