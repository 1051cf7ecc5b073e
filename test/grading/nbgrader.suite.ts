import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { strToU8, zipSync } from "fflate";
import { JSDOM } from "jsdom";
import { tasksOf } from "lib/grading";
import { studentEdition } from "../../grading/edition/edition.ts";
import { ASSIGNMENT, makeCourse } from "../../grading/nbgrader/makeCourse.ts";
import { jsonOf, notebookNames, parsed, readNotebook, sourceOf } from "../../publish/notebooks.ts";
import { work } from "../../scripts/setup/project.mjs";
import { findPython } from "../../scripts/setup/python.mjs";
import { mustRun, run } from "../../scripts/setup/step.mjs";
import { launchChromium, requireChromium, serverInfo } from "../notebooks/jupyterlab.ts";
import { handIn } from "./handIn.ts";
import { type Student, students, submissionOf } from "./students.ts";

const VERSION = "0.9.6";
const SHOTS = process.env.SCREENSHOTS;

/** Some of the students, by the beginnings of their names: CNN_STUDENTS="alice,bob" */
const wanted = process.env.CNN_STUDENTS?.split(",");
const chosen: Student[] = students.filter(
  ({ name }) => !wanted || wanted.some((start) => name.startsWith(start)),
);

const EVIL =
  "<script>document.title = 'evil'</script><img src=x onerror=\"document.title = 'evil'\">";

/** Prints the automatic points of every student's cells as JSON. */
const MARKS = `
import json
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    print(json.dumps({s.student.id: {g.name: g.auto_score for n in s.notebooks for g in n.grades}
                      for s in book.assignment_submissions("${ASSIGNMENT}")}))
`;

/** Prints nbgrader's number of what the student "evil" has handed in of a notebook. */
const NUMBER = `
import sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    print(book.find_submission_notebook(sys.argv[1], "${ASSIGNMENT}", "evil").id)
`;

describe(`nbgrader ${VERSION}, on the same notebooks`, () => {
  let course: string;
  let bin: string;
  let environment: NodeJS.ProcessEnv;

  async function nbgrader(...args: string[]): Promise<void> {
    const options = { cwd: course, env: environment };
    const { code, output } = await run(join(bin, "nbgrader"), args, options);
    expect(code, `nbgrader ${args.join(" ")}:\n${output.slice(-3000)}`).to.equal(0);
  }
  const python = async (program: string, ...args: string[]): Promise<string> => {
    const options = { cwd: course, env: environment };
    const { output } = await run(join(bin, "python"), ["-c", program, ...args], options);
    return output.trim().split("\n").at(-1) ?? "";
  };
  const released = async (name: string) =>
    parsed(await readFile(join(course, "release", ASSIGNMENT, `${name}.ipynb`), "utf8"));

  before(async () => {
    const venv = process.env.CNN_NBGRADER ?? join(work, "nbgrader");
    bin = join(venv, "bin");
    const { command } = await findPython();
    if (!process.env.CNN_NBGRADER) {
      await mustRun("no virtual environment", command, ["-m", "venv", venv]);
      await mustRun("nbgrader could not be installed", join(bin, "pip"), [
        ...["install", "--quiet", `nbgrader==${VERSION}`],
      ]);
    }
    course = await mkdtemp(join(tmpdir(), "course-"));
    const own = (name: string) => join(course, "jupyter", name);
    environment = {
      ...process.env,
      PATH: bin + delimiter + process.env.PATH, // nbgrader starts alembic
      JUPYTER_CONFIG_DIR: own("config"),
      JUPYTER_DATA_DIR: own("data"),
      JUPYTER_RUNTIME_DIR: own("runtime"),
      IPYTHONDIR: own("ipython"),
      PYTHONWARNINGS: "ignore",
    };
    await mkdir(own("runtime"), { recursive: true });
    await makeCourse([course]);
  });
  after(() => rm(course, { recursive: true, force: true }));

  it("releases what the student edition is, without hidden checks", async () => {
    await nbgrader("generate_assignment", ASSIGNMENT);
    const seed = (await readFile(join(course, "seed"), "utf8")).trim();
    for (const name of await notebookNames()) {
      const edition = studentEdition(await readNotebook(name), name);
      const notebook = await released(name);
      const cells = notebook?.cells.filter(({ id }) => id !== "grading-settings") ?? [];
      const trimmed = (source: string) => source.replace(/\s+$/gm, "");
      expect(cells.map((cell) => [cell.id, trimmed(sourceOf(cell))])).to.deep.equal(
        edition.cells.map((cell) => [cell.id, trimmed(sourceOf(cell))]),
      );
      const text = JSON.stringify(notebook);
      expect(text).to.not.match(/HIDDEN TESTS|\/\/\/ (BEGIN|END)/);
      expect(text).to.not.contain(seed);
    }
  });

  it("gives each student the same points as npm run grade", async () => {
    for (const [i, student] of chosen.entries()) {
      await handIn(student, join(course, "submitted", `s${i}`, ASSIGNMENT));
    }
    await nbgrader("autograde", ASSIGNMENT);
    const marks: Record<string, Record<string, number>> = JSON.parse(await python(MARKS));
    const wrong: string[] = [];
    for (const [i, { name, section, due }] of chosen.entries()) {
      for (const { id, points, cell, by } of tasksOf(section)) {
        const [got, wanted] = [marks[`s${i}`]?.[cell], due[id] ?? points];
        if (by === "check" && got !== wanted) wrong.push(`${name}, ${id}: ${got}, due ${wanted}`);
      }
    }
    expect(wrong).to.deep.equal([]);
  });

  it("runs nothing of a student's in formgrader, and still shows figures", async () => {
    const folder = join(course, "submitted", "evil", ASSIGNMENT);
    const [, name] = await notebookNames();
    const figure =
      '({ [Symbol.for("Jupyter.display")]: () => ({ "application/vnd.plotly.v1+json": { data: [{ y: [1, 3, 2] }], layout: { title: { text: "mine" } } } }) });';
    const html = `({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": ${JSON.stringify(EVIL)}, "image/svg+xml": "<svg onload=alert(1)></svg>" }) });`;
    await handIn(
      {
        ...{ name: "evil", section: "3.1", due: {} },
        edits: {
          conv: (right) => `${right}\n${figure}`,
          relu: (right) => `${right}\n${html}`,
          "answer-3-1-5": (question) => `${question}\n${EVIL}`,
        },
      },
      folder,
    );
    await nbgrader("autograde", ASSIGNMENT, "--student", "evil");
    await nbgrader("generate_feedback", ASSIGNMENT, "--student", "evil");
    const graded = join(course, "autograded", "evil", ASSIGNMENT, `${name}.ipynb`);
    const cells = parsed(await readFile(graded, "utf8"))?.cells ?? [];
    const outputs = (id: string) => JSON.stringify(cells.find((cell) => cell.id === id)?.outputs);
    expect(outputs("conv")).to.match(/<img alt=\\"mine\.\\" src=\\"data:image\/svg\+xml;base64,/);
    expect(outputs("relu")).to.not.match(/<script|<img|<svg/);
    const page = join(course, "feedback", "evil", ASSIGNMENT, `${name}.html`);
    const { document } = new JSDOM(await readFile(page, "utf8")).window;
    const evil = [...document.querySelectorAll("script, [onerror], [onload]")].filter(
      ({ outerHTML }) => outerHTML.includes("evil") || outerHTML.includes("alert"),
    );
    expect(evil.map(({ outerHTML }) => outerHTML)).to.deep.equal([]);
  });

  it("shows that in formgrader, in Chromium: no script of the student's runs, the figure is seen", async function () {
    requireChromium(this);
    const [, name] = await notebookNames();
    const number = await python(NUMBER, name);
    const options = ["lab", "--no-browser", "--allow-root", "--ServerApp.port=0"];
    const server = spawn(join(bin, "jupyter"), options, {
      ...{ cwd: course, env: environment, stdio: "ignore" },
    });
    const exited = once(server, "exit");
    const browser = await launchChromium(course, environment);
    try {
      const { url, token } = await serverInfo(String(environment.JUPYTER_RUNTIME_DIR));
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.setDefaultTimeout(120_000); // a busy machine is slow
      let dialogs = 0;
      page.on("dialog", (dialog) => {
        dialogs++;
        return dialog.dismiss();
      });
      await page.goto(`${url}formgrader/submissions/${number}/?index=0&token=${token}`);
      const figure = page.getByAltText("mine.");
      await figure.waitFor();
      const width = await figure.evaluate((image) => (image as HTMLImageElement).naturalWidth);
      expect(width).to.be.above(100);
      expect(await page.title()).to.not.contain("evil");
      expect(dialogs).to.equal(0);
      await page.locator("textarea.comment").first().waitFor();
      if (SHOTS) await page.screenshot({ path: join(SHOTS, "formgrader.png"), fullPage: true });
    } finally {
      await browser.close();
      server.kill("SIGTERM");
      await exited;
    }
  });

  it("collects the zips of students, by their names", async () => {
    const [, name] = await notebookNames();
    const archive = join(course, "downloaded", ASSIGNMENT, "archive");
    await mkdir(archive, { recursive: true });
    const notebook = strToU8(jsonOf(await submissionOf(students[0])));
    const zip = zipSync({ [`${name}.ipynb`]: notebook, "check.json": strToU8("{}") });
    const names = ["submission-zoe.zip", "Max Muster_12_assignsubmission_file_submission.zip"];
    for (const each of names) await writeFile(join(archive, each), zip);
    await nbgrader("zip_collect", ASSIGNMENT);
    for (const student of ["zoe", "Max Muster"]) {
      const collected = join(course, "submitted", student, ASSIGNMENT, `${name}.ipynb`);
      expect(await readFile(collected), student).to.deep.equal(Buffer.from(notebook));
    }
  });

  it("exports a row for each student", async () => {
    await nbgrader("export");
    const rows = (await readFile(join(course, "grades.csv"), "utf8")).trim().split("\n");
    expect(rows.length).to.equal(chosen.length + 2);
  });
});
