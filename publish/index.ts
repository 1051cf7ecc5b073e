import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { jupyterEnvironment } from "../scripts/setup/jupyter.mjs";
import { Problem } from "../scripts/setup/problem.mjs";
import { work } from "../scripts/setup/project.mjs";
import { mustRun, step } from "../scripts/setup/step.mjs";
import { execute } from "./execute.ts";
import { interruptible } from "./interruptible.ts";
import { chooseNotebooks, type Notebook, notebookNames, readNotebook } from "./notebooks.ts";
import { type DrawFigure, figureDrawing, placeFigures } from "./page/figures.ts";
import { finish } from "./page/finish.ts";
import { pagesOf } from "./page/pages.ts";
import { type Choice, readArguments } from "./readArguments.ts";
import { type StoredRun, storedRun, storeRun } from "./runs.ts";
import { replaceSite, site } from "./site.ts";

const converter = fileURLToPath(new URL("convert.py", import.meta.url));

interface NamedRun extends StoredRun {
  name: string;
}

/**
 * Executes notebooks and makes the site of them; of notebooks that are not asked for, their stored
 * runs are shown.
 * @param python that has nbclient and nbconvert
 * @param args see readArguments
 * @throws Problem where anything fails; the site is then as it was
 */
export async function publish(python: string, args: string[]): Promise<void> {
  const choice = readArguments(args);
  await interruptible(
    (signal) => publishUntil(signal, python, choice),
    "nothing was published, the site is as it was.",
  );
}

async function publishUntil(
  signal: AbortSignal,
  python: string,
  { asked, execution }: Choice,
): Promise<void> {
  await mkdir(work, { recursive: true });
  const names = await notebookNames();
  const chosen = chooseNotebooks(names, asked);
  const draw = figureDrawing(signal);
  const notebooks = new Map(
    await Promise.all(names.map(async (name) => [name, await readNotebook(name)] as const)),
  );
  if (execution)
    for (const name of chosen) {
      const { run, seconds } = await execute(python, name, signal, draw);
      await storeRun(name, run, { finished: new Date().toISOString(), seconds });
    }
  const runs: NamedRun[] = [];
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

/** The cell whose figure stands for the notebook in the index: that with the tag "cover". */
const coverOf = ({ cells }: Notebook) =>
  cells.find(({ metadata }) => metadata.tags?.includes("cover"))?.id;

async function writePages(
  signal: AbortSignal,
  python: string,
  runs: NamedRun[],
  folder: string,
  draw: DrawFigure,
): Promise<void> {
  const temporary = await mkdtemp(join(work, "pages-"));
  const at = (name: string) => join(temporary, name);
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
        published.push({ ...run, content: finish(html, pages, coverOf(run.run)) });
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
