import { existsSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { jsonOf, notebookNames, readNotebook } from "../../publish/notebooks.ts";
import { writeWhole } from "../../publish/writeWhole.ts";
import { makeTarget } from "../../scripts/makeTarget.mjs";
import { prepareGraded } from "../../scripts/setup/prepareKernel.mjs";
import { Problem } from "../../scripts/setup/problem.mjs";
import { kernelPath, root } from "../../scripts/setup/project.mjs";
import { boxed, boxlessReason } from "../box.ts";
import { keptSeed } from "../keptSeed.ts";
import { usualLimits } from "../run/executor.ts";
import { smallSettings } from "../run/smallSettings.ts";
import { courseNotebook } from "./courseNotebook.ts";

/** The name of the assignment in nbgrader. */
export const ASSIGNMENT = "cnn";

/**
 * Makes a course folder for nbgrader, or writes its sources anew: `npm run nbgrader -- DIR`. Its
 * gradebook, releases and submissions stay as they are.
 *
 * @throws Problem without a folder, for an option, or where it cannot be made
 */
export async function makeCourse(args: string[]): Promise<void> {
  const course = resolve(readArguments(args));
  await makeTarget("nbgrader", course);
  const seed = await keptSeed(course);
  const names = await notebookNames();
  for (const name of names) {
    const notebook = courseNotebook(await readNotebook(name), name, seed);
    await writeWhole(join(course, "source", ASSIGNMENT, `${name}.ipynb`), jsonOf(notebook));
  }
  const boxless = await boxlessReason();
  if (boxless) {
    console.error(`nbgrader will run submissions without a box, with your rights: ${boxless}.`);
  }
  const environment = {
    NBGRADER_EXECUTION: "autograde",
    CNN_CELL_SECONDS: String(3 * usualLimits.cell), // by the clock
  };
  await prepareGraded();
  const settings = {
    ...{ kernels: kernelPath, box: boxless ? [] : boxed("{folder}", environment), environment },
    ...{ node: process.execPath, draw: join(root, "grading", "nbgrader", "drawFigures.ts") },
    tsx: join(root, "node_modules", "tsx", "dist", "loader.mjs"),
    small: Object.fromEntries(names.map((name) => [name, smallSettings(name)])),
  };
  await writeWhole(join(course, "settings.json"), `${JSON.stringify(settings, null, 1)}\n`);
  const config = join(root, "grading", "nbgrader_config.py");
  await writeWhole(
    join(course, "nbgrader_config.py"),
    `# Made by npm run nbgrader; what a course changes stands below.\nload_subconfig(${JSON.stringify(config)})\nc = get_config()\n`,
  );
  if (!course.startsWith(root.replace(/[\\/]$/, "") + sep)) await linkPackages(course);
  console.error(`The course is in ${course}: docs/teaching.md says how to go on.`);
}

/** Cells of a folder outside of the project find the packages by a link. */
async function linkPackages(course: string): Promise<void> {
  const link = join(course, "node_modules");
  if (!existsSync(link)) await symlink(join(root, "node_modules"), link, "junction");
}

function readArguments(args: string[]): string {
  try {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    if (positionals.length === 1) return positionals[0];
    throw new Error(`One folder is needed, not ${positionals.length}.`);
  } catch (error) {
    throw new Problem(
      `${(error as Error).message}\nUse npm run nbgrader -- DIR, with the folder of the course.`,
    );
  }
}
