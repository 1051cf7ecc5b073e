import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { studentEditions } from "../../grading/edition/editions.ts";
import { gradeSubmissions } from "../../grading/grade.ts";
import { gradesCsv } from "../../grading/results/gradesCsv.ts";
import { usualLimits } from "../../grading/run/executor.ts";
import { root } from "../../scripts/setup/project.mjs";
import { jupyterPython } from "../../scripts/setup/python.mjs";

/**
 * Stands in for Python with nbclient: each check gives as many points as the text says that the
 * student has added, in no time. Asked for notebook number `last`, it kills who asks.
 */
const standIn = (python: string, ran: string, last: number) => `#!${process.execPath}
const { spawnSync } = require("node:child_process");
const { appendFileSync, readFileSync, writeFileSync } = require("node:fs");
const args = process.argv.slice(2);
if (!args[0].endsWith("execute.py"))
  process.exit(spawnSync(${JSON.stringify(python)}, args, { stdio: "inherit" }).status);
let number = 0;
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  if (++number === ${last}) return process.kill(process.ppid, "SIGKILL");
  const { notebook, output } = JSON.parse(line);
  const text = readFileSync(notebook, "utf8");
  const run = JSON.parse(text);
  const points = /deserves (\\d)/.exec(text)?.[1] ?? "0";
  for (const cell of run.cells)
    if (cell.id.startsWith("points-"))
      cell.outputs = [{ output_type: "execute_result", data: { "text/plain": points } }];
  writeFileSync(output, JSON.stringify(run));
  appendFileSync(${JSON.stringify(ran)}, points + "\\n");
  console.log(JSON.stringify({ ended: null, cell: null, overruns: [], seconds: 1 }));
});
`;

describe("npm run grade", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "grade-"));
    const [[name, edition]] = await studentEditions();
    for (const points of ["1", "2", "3", "4"]) {
      const cells = edition.cells.map((cell) =>
        cell.id === "nearest" ? { ...cell, source: `// deserves ${points}` } : cell,
      );
      await mkdir(join(folder, "in", `s${points}`), { recursive: true });
      const file = join(folder, "in", `s${points}`, `${name}.ipynb`);
      await writeFile(file, JSON.stringify({ ...edition, cells }));
    }
  });
  afterEach(() => rm(folder, { recursive: true }));

  const optionsFor = (out: string) => ({
    ...{ out: join(folder, out), seed: 1, boxed: false, limits: usualLimits, jobs: 1 },
  });

  /** The stand-in; the notebook with the number `last` kills who grades. */
  async function pythonUntil(last: number): Promise<string> {
    const python = join(folder, `python-${last}`);
    await writeFile(join(folder, "ran"), "");
    await writeFile(python, standIn(await jupyterPython(), join(folder, "ran"), last));
    await chmod(python, 0o755);
    return python;
  }
  const ran = () => readFile(join(folder, "ran"), "utf8");

  async function grades(out: string): Promise<{ ran: string; csv: string }> {
    const python = await pythonUntil(Number.POSITIVE_INFINITY);
    const options = { ...optionsFor(out), say: () => {} };
    const students = await gradeSubmissions(python, join(folder, "in"), options);
    return { ran: await ran(), csv: gradesCsv(students, {}) };
  }

  /** Grades in a process of its own, which is killed at the notebook with the number `last`. */
  async function gradeUntil(out: string, last: number): Promise<unknown> {
    const given = [await pythonUntil(last), join(folder, "in"), optionsFor(out)];
    const program = `
      import { gradeSubmissions } from "./grading/grade.ts";
      await gradeSubmissions(...${JSON.stringify(given)});`;
    const options = ["--import", "tsx", "--input-type", "module", "-e", program];
    const ended = promisify(execFile)(process.execPath, options, { cwd: root });
    return ended.catch(({ signal, message }) => signal ?? message);
  }

  it("goes on where it was killed, to the same grades, and grades nothing twice", async function () {
    if (process.platform === "win32") {
      console.log("    skipped: a script that stands in for Python needs a POSIX system");
      this.skip();
    }
    const whole = await grades("whole");
    expect(whole.ran).to.equal("1\n2\n3\n4\n");
    expect(whole.csv).to.match(/^s3,,3,3,3,3,/m);
    expect(await gradeUntil("killed", 3)).to.equal("SIGKILL");
    expect(await ran()).to.equal("1\n2\n");
    expect(await grades("killed")).to.deep.equal({ ...whole, ran: "3\n4\n" });
  });
});
