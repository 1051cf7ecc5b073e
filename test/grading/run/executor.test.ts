import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Executor, type Job, usualLimits } from "../../../grading/run/executor.ts";
import { Problem } from "../../../scripts/setup/problem.mjs";
import { root } from "../../../scripts/setup/project.mjs";

/**
 * Stands in for Python: does with each line what the environment of its job says, and keeps the line
 * in the job's output. Told that no more lines come, it ends a moment later.
 */
const STAND_IN = `#!${process.execPath}
const { appendFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");
if (path.basename(process.argv[2]) !== "execute.py") throw new Error("asked for " + process.argv[2]);
const lines = require("node:readline").createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const { environment, output } = JSON.parse(line);
  writeFileSync(output, line);
  for (const answer of JSON.parse(environment.answers ?? "[]")) console.log(JSON.stringify(answer));
  for (const text of JSON.parse(environment.complaints ?? "[]")) process.stderr.write(text);
  if (environment.pid) console.log(JSON.stringify({ ended: String(process.pid), cell: null }));
  if (environment.path) console.log(JSON.stringify({ ended: process.env.JUPYTER_PATH, cell: null }));
  if (environment.exit) process.stdout.end(() => process.exit(1));
});
lines.on("close", () => setTimeout(() => appendFileSync(process.argv[1] + ".ended", "x"), 50));
`;

describe("the usual limits", () => {
  it("are those that teachers read of", async () => {
    const { cell, notebook, megabytes, output } = usualLimits;
    const text = await readFile(join(root, "docs", "teaching.md"), "utf8");
    expect(text).to.contain(
      `A cell may compute for ${cell} s, a notebook for ${notebook} s, in ${megabytes / 1000} GB of memory, and put out ${output} MB`,
    );
  });
});

describe("an executor", () => {
  let folder: string;
  let python: string;
  before(async function () {
    if (process.platform === "win32") {
      console.log("    skipped: a script that stands in for Python needs a POSIX system");
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), "executor-"));
    python = join(folder, "python");
    await writeFile(python, STAND_IN);
    await chmod(python, 0o755);
  });
  after(() => folder && rm(folder, { recursive: true }));

  const job = (environment: Record<string, string>): Job => ({
    ...{ notebook: "3.1.ipynb", output: join(folder, "job"), environment, box: ["box", "--all"] },
    limits: { ...usualLimits, cells: ["conv"] },
  });
  const saying = (...answers: object[]) => job({ answers: JSON.stringify(answers) });
  const failure = (executor: Executor, given: Job): Promise<Error> =>
    executor.execute(given).then(
      () => expect.fail("did not fail"),
      (error) => error,
    );

  it("hands over the job, and tells which cells begin and how it ended", async () => {
    const executor = new Executor(python);
    const given = saying(
      { cell: "conv", number: 3, of: 20 },
      { cell: null },
      { ended: "its kernel died", cell: "relu", overruns: ["conv"], seconds: 5.5 },
    );
    const begun: unknown[] = [];
    const ended = await executor.execute(given, (...each) => begun.push(each));
    expect(begun).to.deep.equal([
      ["conv", 3, 20],
      ["", 0, 0],
    ]);
    expect(ended).to.deep.equal({
      ...{ ended: "its kernel died", cell: "relu", overruns: ["conv"], seconds: 5.5 },
    });
    const environment = { ...given.environment, NBGRADER_EXECUTION: "autograde" };
    const line = JSON.parse(await readFile(given.output, "utf8"));
    expect(line).to.deep.equal({ ...given, environment });
    const least = await executor.execute(saying({ cell: "a" }, { ended: null, cell: null }));
    expect(least).to.deep.equal({ ended: null, cell: null, overruns: [], seconds: 0 });
    await executor.end();
  });

  it("takes one process for all, which finds the project's kernel", async () => {
    const executor = new Executor(python);
    const first = await executor.execute(job({ pid: "1" }));
    expect(await executor.execute(job({ pid: "1" }))).to.deep.equal(first);
    const { ended } = await executor.execute(job({ path: "1" }));
    expect(ended).to.match(/\bkernel\b/);
    await executor.end();
  });

  it("says why Jupyter failed, in its last lines, and goes on in a new process", async () => {
    const executor = new Executor(python);
    const first = await executor.execute(job({ pid: "1" }));
    const lines = Array.from({ length: 14 }, (_, i) => `line ${i + 1}`);
    const complaints = JSON.stringify([
      `${lines.slice(0, 9).join("\n")}\n`,
      lines.slice(9).join("\n"),
      "\n\n",
    ]);
    const error = await failure(executor, job({ complaints, exit: "1" }));
    expect(error).to.be.instanceOf(Problem);
    expect(error.message).to.equal(
      `Jupyter failed while it executed 3.1.ipynb.\n\n${lines.slice(2).join("\n")}`,
    );
    const second = await executor.execute(job({ pid: "1" }));
    expect(second.ended).to.match(/^\d+$/).and.to.not.equal(first.ended);
    await executor.end();
  });

  it("says so where there is no such program, also of a job that is large", async () => {
    const executor = new Executor(join(folder, "none"));
    const { message } = await failure(executor, job({ answers: "x".repeat(1e6) }));
    expect(message).to.match(/^Jupyter failed while .*\n\nspawn .*none ENOENT$/s);
    await executor.end();
  });

  it("waits for what a process says as it ends, though not for what that has started", async () => {
    const shell = join(folder, "shell");
    const holder = join(folder, "holder"); // of the error output, long after the process has ended
    const script = `exec >&-\nsleep 0.2\necho the reason >&2\nsleep 300 <&- &\necho $! >'${holder}'\n`;
    await writeFile(shell, `#!/bin/sh\nread job\n${script}`);
    await chmod(shell, 0o755);
    const { message } = await failure(new Executor(shell), job({}));
    process.kill(Number(await readFile(holder, "utf8")));
    expect(message).to.match(/\n\nthe reason$/);
  });

  it("bears a process that ends before it has read its job", async () => {
    const executor = new Executor("/bin/false");
    const { message } = await failure(executor, job({ answers: "x".repeat(1e6) }));
    expect(message).to.equal("Jupyter failed while it executed 3.1.ipynb.\n\n");
    await executor.end();
  });

  it("is ended by its signal", async () => {
    const controller = new AbortController();
    const executor = new Executor(python, controller.signal);
    const failed = failure(executor, saying({ cell: "conv", number: 1, of: 1 }));
    controller.abort();
    expect((await failed).message).to.match(/The operation was aborted$/);
    await executor.end();
  });

  it("waits for its process to end, and for none that has", async () => {
    const ended = () => readFile(`${python}.ended`, "utf8").catch(() => "");
    await rm(`${python}.ended`, { force: true });
    const executor = new Executor(python);
    await executor.end();
    const { ended: pid } = await executor.execute(job({ pid: "1" }));
    expect(await ended()).to.equal("");
    await executor.end();
    expect(await ended()).to.equal("x");
    expect(() => process.kill(Number(pid), 0)).to.throw(/ESRCH/);
    await executor.end();
    for (const end of ["exit", "kill"]) {
      const other = new Executor(python);
      const told = await other.execute(job({ pid: "1", ...(end === "exit" && { exit: "1" }) }));
      if (end === "kill") process.kill(Number(told.ended));
      await sleep(200);
      await other.end();
    }
  });
});
