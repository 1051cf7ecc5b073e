import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { boxed } from "../../../grading/box.ts";
import { courseNotebook } from "../../../grading/nbgrader/courseNotebook.ts";
import { makeCourse } from "../../../grading/nbgrader/makeCourse.ts";
import { usualLimits } from "../../../grading/run/executor.ts";
import { smallSettings } from "../../../grading/run/smallSettings.ts";
import { jsonOf } from "../../../publish/notebooks.ts";
import { Problem } from "../../../scripts/setup/problem.mjs";
import { kernelPath, root, work } from "../../../scripts/setup/project.mjs";
import { saidWhile } from "../standIn.ts";
import { worked } from "../worked.ts";

const environment = {
  NBGRADER_EXECUTION: "autograde",
  CNN_CELL_SECONDS: String(usualLimits.cell * 3),
};

describe("npm run nbgrader", () => {
  let folder: string;
  const path = process.env.PATH;
  before(async function () {
    if (process.platform !== "linux") this.skip(); // a script stands in for bubblewrap
    folder = await mkdtemp(join(tmpdir(), "course-"));
    process.env.PATH = folder;
  });
  after(async () => {
    process.env.PATH = path;
    if (folder) await rm(folder, { recursive: true });
  });
  const bwrap = (code: number) =>
    writeFile(join(folder, "bwrap"), `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 });
  const made = async (course: string) => {
    const { errors } = await saidWhile(() => makeCourse([course]));
    return errors;
  };
  const settingsIn = async (course: string) =>
    JSON.parse(await readFile(join(course, "settings.json"), "utf8"));

  it("makes a course folder whose hidden checks have a seed of its own", async () => {
    await bwrap(0);
    const course = join(folder, "new", "course");
    expect(await made(course)).to.deep.equal([
      `The course is in ${course}: docs/teaching.md says how to go on.`,
    ]);
    expect((await readdir(course)).toSorted()).to.deep.equal([
      ...["nbgrader_config.py", "node_modules", "seed", "settings.json", "source"],
    ]);
    const seed = Number(await readFile(join(course, "seed"), "utf8"));
    const sources = join(course, "source", "cnn");
    expect(await readdir(sources)).to.have.length(worked.size);
    for (const [name, notebook] of worked) {
      expect(await readFile(join(sources, `${name}.ipynb`), "utf8")).to.equal(
        jsonOf(courseNotebook(notebook, name, seed)),
      );
    }
    const settings = await settingsIn(course);
    expect(settings).to.deep.equal({
      ...{ kernels: kernelPath, box: boxed("{folder}", environment), environment },
      ...{ node: process.execPath, draw: join(root, "grading/nbgrader/drawFigures.ts") },
      tsx: join(root, "node_modules/tsx/dist/loader.mjs"),
      small: Object.fromEntries([...worked.keys()].map((name) => [name, smallSettings(name)])),
    });
    expect(existsSync(settings.draw) && existsSync(settings.tsx)).to.equal(true);
    expect(await readFile(join(course, "settings.json"), "utf8")).to.equal(
      `${JSON.stringify(settings, null, 1)}\n`,
    );
    const config = join(root, "grading", "nbgrader_config.py");
    expect(await readFile(join(course, "nbgrader_config.py"), "utf8")).to.equal(
      `# Made by npm run nbgrader; what a course changes stands below.\nload_subconfig(${JSON.stringify(config)})\nc = get_config()\n`,
    );
    expect(await readlink(join(course, "node_modules"))).to.equal(join(root, "node_modules"));
  });

  it("makes it anew with the seed and the packages that it has, and says that there is no box", async () => {
    await bwrap(1);
    const course = join(folder, "older");
    await mkdir(join(course, "node_modules"), { recursive: true });
    await writeFile(join(course, "seed"), "12\n");
    const [warning, last] = await made(course);
    expect(warning).to.equal(
      "nbgrader will run submissions without a box, with your rights: bubblewrap cannot make one here: .",
    );
    expect(last).to.include(`The course is in ${course}: `);
    expect((await settingsIn(course)).box).to.deep.equal([]);
    expect(await readdir(join(course, "node_modules"))).to.deep.equal([]);
    const [[name]] = worked;
    const source = await readFile(join(course, "source", "cnn", `${name}.ipynb`), "utf8");
    expect(source).to.include("{ seed: 12 }");
  });

  it("makes no link in the project, whose packages are found without", async () => {
    await mkdir(work, { recursive: true });
    const course = await mkdtemp(join(work, "course-"));
    try {
      await made(course);
      expect(await readdir(course))
        .to.include("seed")
        .and.not.include("node_modules");
    } finally {
      await rm(course, { recursive: true });
    }
  });

  it("needs one folder, and nothing else", async () => {
    for (const [args, sentence] of [
      [[], "One folder is needed, not 0."],
      [["a", "b"], "One folder is needed, not 2."],
      [["a", "--b"], "Unknown option '--b'."],
    ] as const) {
      const refused = await makeCourse([...args]).catch((error) => error);
      expect(refused).to.be.instanceOf(Problem);
      const [first, ...others] = refused.message.split("\n");
      expect(`${first} `.startsWith(`${sentence} `), first).to.equal(true);
      expect(others).to.deep.equal(["Use npm run nbgrader -- DIR, with the folder of the course."]);
    }
  });
});
