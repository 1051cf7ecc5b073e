import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { boxed } from "../../grading/box.ts";
import { studentEditions } from "../../grading/edition/editions.ts";
import { fileNames, grade, gradeSubmissions } from "../../grading/grade.ts";
import type { Notebook } from "../../grading/notebook.ts";
import { gradesCsv } from "../../grading/results/gradesCsv.ts";
import { keyOf } from "../../grading/results/stored.ts";
import { usualLimits } from "../../grading/run/executor.ts";
import { root, work } from "../../scripts/setup/project.mjs";
import { jupyterPython } from "../../scripts/setup/python.mjs";
import { saidWhile, standIn } from "./standIn.ts";

describe("npm run grade", () => {
  let folder: string;
  let names: string[];
  before(async function () {
    if (process.platform === "win32") {
      console.log("    skipped: a script that stands in for Python needs a POSIX system");
      this.skip();
    }
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "grade-"));
    const editions = await studentEditions();
    names = [...editions.keys()];
    const [[name, edition], ...others] = editions;
    for (const points of ["1", "2", "3", "4"]) {
      const cells = edition.cells.map((cell) =>
        cell.id === "nearest" ? { ...cell, source: `// deserves ${points}` } : cell,
      );
      await submitted("in", `s${points}`, name, { ...edition, cells });
    }
    for (const [other, whole] of [[name, edition] as const, ...others]) {
      await submitted("all", "Ada", other, whole);
    }
    await submitted("all", "bob", name, edition);
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function submitted(all: string, student: string, name: string, notebook: Notebook) {
    const place = join(folder, all, student);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, `${name}.ipynb`), JSON.stringify(notebook));
  }
  const placeOf = (out: string) => `grading-${keyOf(join(folder, out)).slice(0, 12)}`;
  const optionsFor = (out: string) => ({
    ...{ out: join(folder, out), seed: 1, boxed: false, limits: usualLimits, jobs: 1 },
  });
  const python = async (last?: number) => standIn(folder, { python: await jupyterPython(), last });
  type Seen = Awaited<ReturnType<typeof standIn>>["seen"];
  const ran = async (seen: Seen) =>
    (await seen()).map(({ sources }) => /deserves (\d)/.exec(sources.nearest)?.[1]);

  async function grades(out: string) {
    const { python: program, seen } = await python();
    let csv = "";
    const { errors } = await saidWhile(async () => {
      const students = await gradeSubmissions(program, join(folder, "in"), optionsFor(out));
      csv = gradesCsv(students, {});
    });
    return { ran: await ran(seen), csv, errors };
  }

  /** Grades in a process of its own, which is killed at the notebook with the number `last`. */
  async function gradeUntil(out: string, last: number) {
    const { python: program, seen } = await python(last);
    const given = [program, join(folder, "in"), optionsFor(out)];
    const script = `
      import { gradeSubmissions } from "./grading/grade.ts";
      await gradeSubmissions(...${JSON.stringify(given)});`;
    const options = ["--import", "tsx", "--input-type", "module", "-e", script];
    const ended = promisify(execFile)(process.execPath, options, { cwd: root });
    return { how: await ended.catch(({ signal, message }) => signal ?? message), seen };
  }

  it("goes on where it was killed, to the same grades, and grades nothing twice", async () => {
    await mkdir(work, { recursive: true });
    await writeFile(join(work, placeOf("whole")), "what another run has left");
    const whole = await grades("whole");
    expect(whole.ran).to.deep.equal(["1", "2", "3", "4"]);
    expect(whole.csv).to.match(/^s3,,3,3,3,3,/m);
    expect(whole.errors).to.deep.equal(
      ["s1", "s2", "s3", "s4"].flatMap((student, i) =>
        names.map((name, j) => `${i * 3 + j + 1} of 12: ${student}, ${name}`),
      ),
    );
    const { how, seen } = await gradeUntil("killed", 3);
    expect(how).to.equal("SIGKILL");
    expect(await ran(seen)).to.deep.equal(["1", "2"]);
    expect(await grades("killed")).to.deep.equal({ ...whole, ran: ["3", "4"] });
    const left = await readdir(work);
    expect(left).to.not.include(placeOf("whole")).and.not.include(placeOf("killed"));
  });

  it("refuses what is no folder", async () => {
    const refused = gradeSubmissions("python3", join(folder, "no"), optionsFor("out"));
    expect((await refused.catch((error) => error)).message).to.equal(
      `${join(folder, "no")} is no folder: give the one with the submissions.`,
    );
  });

  /** Grades by the command, where bubblewrap is as this script. */
  async function graded(bwrap: string, ...args: string[]) {
    const { python: program, seen } = await python();
    const path = process.env.PATH;
    const bin = await mkdtemp(join(folder, "bin-"));
    if (bwrap) await writeFile(join(bin, "bwrap"), `#!/bin/sh\n${bwrap}\n`, { mode: 0o755 });
    process.env.PATH = bin;
    try {
      const said = await saidWhile(
        () => grade(program, [join(folder, "all"), ...args]),
        (text) => {
          if (text.startsWith("Mark by hand at ")) process.emit("SIGHUP");
        },
      );
      return { ...said, seen: await seen() };
    } finally {
      process.env.PATH = path;
    }
  }
  const counted = (out: string) =>
    `2 students graded: ${join(out, "grades.csv")}; 1 need a person's eye: ${join(out, "attention.md")}`;

  it("writes into a folder beside, in a box, by a seed that is kept and what people gave", async () => {
    const out = join(folder, "all-grades");
    await mkdir(out);
    await writeFile(join(out, "seed"), "17\n");
    const given = { "3.1.5 answer": { Ada: { points: 4 } } };
    await writeFile(join(out, "marks-by-hand.json"), JSON.stringify(given));
    const { errors, seen } = await graded("exit 0", "--jobs", "1", "--mark");
    expect(errors.slice(-2, -1)).to.deep.equal([counted(out)]);
    expect(errors.at(-1)).to.match(/^Mark by hand at /);
    expect(errors).to.have.length(8);
    expect(seen).to.have.length(4);
    for (const { box, notebook } of seen) {
      const place = notebook.replace(/[\\/][^\\/]+$/, "");
      expect(place).to.include(join(work, placeOf("all-grades"), "grade-"));
      expect(box).to.deep.equal(boxed(place, { NBGRADER_EXECUTION: "autograde" }));
    }
    expect(Object.values(seen[0].sources).join("\n")).to.include("{ seed: 17 }");
    const csv = await readFile(join(out, "grades.csv"), "utf8");
    expect(csv)
      .to.match(/^Ada,.*,4,.*,4,2,0\r?$/m)
      .and.match(/^bob,.*,0,3,2\r?$/m);
    expect(await readFile(join(out, "attention.md"), "utf8")).to.equal(
      ["# What needs a person's eye", "", "## bob", ""]
        .concat(names.slice(1).map((name) => `- ${name} was not submitted.`))
        .concat([""])
        .join("\n"),
    );
    expect((await readdir(out)).toSorted()).to.deep.equal(
      ["attention.md", "feedback", "grades.csv", "kept", "marks-by-hand.json", "seed"].toSorted(),
    );
    const page = await readFile(join(out, "feedback", "Ada.html"), "utf8");
    expect(page).to.include("Your answer:");
  });

  it("warns where there is no box, on stderr and in what is written", async () => {
    const out = join(folder, "there", "out");
    const { errors, seen } = await graded("", "--seed", "5", "--gradescope", "--out", out);
    const warning =
      "The submissions run without a box, with your rights: bubblewrap is not installed (`sudo apt install bubblewrap`). They can read and change your files and use the network.";
    const line = "!".repeat(72);
    expect(errors[0]).to.equal(`\n${line}\n${warning}\n${line}\n`);
    expect(errors.at(-1)).to.equal(counted(out));
    expect(seen.map(({ box }) => box)).to.deep.equal([[], [], [], []]);
    expect(seen.map(({ limits: { cells, ...limits } }) => limits)[0]).to.deep.equal(usualLimits);
    expect(Object.values(seen[0].sources).join("\n")).to.include("{ seed: 5 }");
    expect(await readFile(join(out, "attention.md"), "utf8")).to.include(`\n**${warning}**\n`);
    expect((await readdir(out)).toSorted()).to.deep.equal(
      ["attention.md", "feedback", "grades.csv", "gradescope", "kept"].toSorted(),
    );
  });
});

describe("the names of students' files", () => {
  const long = "x".repeat(60);
  for (const [students, files] of [
    [["Ada"], ["Ada"]],
    [["Ada Lovelace-King"], ["Ada_Lovelace-King"]],
    [["é, ñ"], ["e_n_"]],
    [["李"], ["_"]],
    [[""], ["student"]],
    [
      [`${long}y`, long],
      [long, `${long}_2`],
    ],
    [
      ["a", "A", "a", "b"],
      ["a", "A_2", "a_3", "b"],
    ],
    [
      ["a_2", "a", "a"],
      ["a_2", "a", "a_3"],
    ],
  ]) {
    it(`are ${files.join(", ")} for ${students.join(", ")}`, () => {
      expect(fileNames(students.map((student) => ({ student, number: "" })))).to.deep.equal(files);
    });
  }

  it("have the student's number, by which two of a name differ", () => {
    const two = ["12-3", "45"].map((number) => ({ student: "Ada", number }));
    expect(fileNames(two)).to.deep.equal(["Ada_123", "Ada_45"]);
  });
});
