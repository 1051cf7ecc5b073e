import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { jupyterEnvironment } from "../setup/jupyter.mjs";
import { Problem } from "../setup/problem.mjs";
import { work } from "../setup/project.mjs";
import { mustRun, step } from "../setup/step.mjs";
import { readArguments } from "./arguments.mjs";
import { execute } from "./execute.mjs";
import { interruptible } from "./interruptible.mjs";
import { chooseNotebooks, notebookNames, readNotebook } from "./notebooks.mjs";
import { figureDrawing, placeFigures } from "./page/figures.mjs";
import { finish } from "./page/finish.mjs";
import { pagesOf } from "./page/pages.mjs";
import { storedRun, storeRun } from "./runs.mjs";
import { replaceSite, site } from "./site.mjs";

/** @typedef {import("./notebooks.mjs").Notebook} Notebook */
/** @typedef {import("./runs.mjs").Times} Times */

const converter = fileURLToPath(new URL("convert.py", import.meta.url));

/**
 * Executes notebooks and makes the site of them; of notebooks that are not asked for, their stored
 * runs are shown.
 * @param {string} python that has nbclient and nbconvert
 * @param {string[]} args see readArguments
 * @throws Problem where anything fails; the site is then as it was
 */
export async function publish(python, args) {
  const choice = readArguments(args);
  await interruptible((signal) => publishUntil(signal, python, choice));
}

/**
 * @param {AbortSignal} signal
 * @param {string} python
 * @param {ReturnType<typeof readArguments>} choice
 */
async function publishUntil(signal, python, { asked, execution }) {
  await mkdir(work, { recursive: true });
  const names = await notebookNames();
  const chosen = chooseNotebooks(names, asked);
  const draw = figureDrawing(signal);
  const notebooks = new Map(
    await Promise.all(
      names.map(async (name) => /** @type {const} */ ([name, await readNotebook(name)])),
    ),
  );
  if (execution)
    for (const name of chosen) {
      const { run, seconds } = await execute(python, name, signal, draw);
      await storeRun(name, run, { finished: new Date().toISOString(), seconds });
    }
  /** @type {{ name: string, run: Notebook, times: Times }[]} */
  const runs = [];
  for (const [name, notebook] of notebooks) {
    const stored = await storedRun(name, notebook);
    if ("run" in stored) runs.push({ name, ...stored });
    else if (asked.length === 0 || !chosen.includes(name))
      console.error(
        `${name} is left out of the site: ${stored.reason}. \`npm run publish\` executes all notebooks.`,
      );
    else
      throw new Problem(
        `${name} cannot be published without executing it: ${stored.reason}.\nRun \`npm run publish -- ${name}\`.`,
      );
  }
  if (runs.length === 0)
    throw new Problem("There is no run to publish: `npm run publish` executes the notebooks.");
  await step("Writing the pages", () =>
    replaceSite((folder) => writePages(signal, python, runs, folder, draw)),
  );
  console.error(`Published: ${join(site, "index.html")}`);
}

/**
 * @param {AbortSignal} signal
 * @param {string} python
 * @param {{ name: string, run: Notebook, times: Times }[]} runs
 * @param {string} folder
 * @param {ReturnType<typeof figureDrawing>} draw
 */
async function writePages(signal, python, runs, folder, draw) {
  const temporary = await mkdtemp(join(work, "pages-"));
  const at = (/** @type {string} */ name) => join(temporary, name);
  try {
    for (const { name, run } of runs) {
      const placed = await placeFigures(run, name, folder, draw);
      await writeFile(at(`${name}.ipynb`), JSON.stringify(placed));
    }
    const files = runs.flatMap(({ name }) => [at(`${name}.ipynb`), at(`${name}.html`)]);
    await mustRun("nbconvert could not convert the notebooks", python, [converter, ...files], {
      env: jupyterEnvironment(),
      signal,
    });
    const pages = runs.map(({ name }) => name);
    const published = [];
    for (const run of runs) {
      const html = await readFile(at(`${run.name}.html`), "utf8");
      try {
        published.push({ ...run, content: finish(html, pages) });
      } catch (error) {
        throw error instanceof Problem ? new Problem(`${run.name}: ${error.message}`) : error;
      }
    }
    for (const [file, html] of Object.entries(pagesOf(published)))
      await writeFile(join(folder, file), html);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
