import { expect } from "chai";
import { Kernel } from "./client.ts";
import { type Due, endless, more, right, type Student, students, unreachable } from "./students.ts";

const SWITCH = "CNN_ALL_STUDENTS";

/** Runs a submission's cells, as nbgrader does, and holds the kernel to what it owes for each. */
async function grade(kernel: Kernel, student: Student): Promise<void> {
  const cells = { ...right, ...student };
  let executions = (await kernel.run("1")).reply?.execution_count ?? 0;
  for (const name of ["conv", "convCheck", "pool", "poolCheck"] as const) {
    const answer = await kernel.run(cells[name]);
    const due: Due = student.due[name] ?? (name === "poolCheck" ? { result: "5" } : {});
    const where = `${name}: ${answer.error ?? ""}\n${answer.text().slice(0, 500)}`;
    if (due.error) expect(answer.error, where).to.match(due.error);
    else expect(answer.error, where).to.equal(undefined);
    if (name === "poolCheck") expect(answer.result, where).to.equal(due.result);
    if (due.text instanceof RegExp) expect(answer.text(), where).to.match(due.text);
    else expect(answer.text(), where).to.equal(due.text ?? "");
    expect(answer.text("stderr"), where).to.equal("");
    expect(answer.text().length, where).to.be.below(2.001e6);
    expect(answer.reply?.execution_count, where).to.equal(++executions);
    expect(answer.reply?.status, where).to.equal(due.error ? "error" : "ok");
    if (student === unreachable && due.error) return;
  }
}

const start = async (seconds: number) => {
  const kernel = await Kernel.start("typescript", "tcp", {
    NBGRADER_EXECUTION: "autograde",
    CNN_CELL_SECONDS: String(seconds),
  });
  await kernel.run('import assert from "node:assert"');
  return kernel;
};

/** Grades submissions in one kernel, each without what the one before it declared. */
function gradeInTurn(submissions: Student[], seconds: number): void {
  let kernel: Kernel;
  before(async () => {
    kernel = await start(seconds);
  });
  beforeEach(() => kernel.run("const conv1d = undefined, pool = undefined"));
  after(() => kernel?.end());

  for (const student of submissions) it(student.name, () => grade(kernel, student));
}

describe("the kernel, grading a submission that", function () {
  this.timeout(120_000);

  describe("ends by itself and", () => gradeInTurn(students, 30));

  if (!process.env[SWITCH]) {
    it("ends likewise, or would not end", function () {
      console.log(
        `    skipped: takes a minute (${SWITCH}=1 npx mocha test/kernel/students.test.ts)`,
      );
      this.skip();
    });
    return;
  }

  describe("ends likewise and", () => gradeInTurn(more, 30));

  describe("would not end, as it", () => gradeInTurn(endless, 3));

  it(unreachable.name, async () => {
    const kernel = await start(3);
    await grade(kernel, unreachable);
    await kernel.press("restart");
    await kernel.run('import assert from "node:assert"');
    await grade(kernel, students[0]);
    await kernel.end();
  });
});
