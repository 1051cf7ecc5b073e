import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { jupyterEnvironment } from "../scripts/setup/jupyter.mjs";
import { Problem } from "../scripts/setup/problem.mjs";
import { work } from "../scripts/setup/project.mjs";
import { mustRun, step } from "../scripts/setup/step.mjs";
import { execute } from "./execute.ts";
import { interruptible } from "./interruptible.ts";
import { addLive } from "./live/addLive.ts";
import type { Compiled } from "./live/compileCells.ts";
import { compiledOf } from "./live/compiledOf.ts";
import { COVER, chooseNotebooks, type Notebook, notebookNames, readNotebook } from "./notebooks.ts";
import { type DrawFigure, figureDrawing, placeFigures } from "./page/figures.ts";
import { finish } from "./page/finish.ts";
import { pagesOf } from "./page/pages.ts";
import { type Place, worked } from "./place.ts";
import { type Choice, readArguments } from "./readArguments.ts";
import { type StoredRun, storedRun, storeRun } from "./runs.ts";
import { replaceSite } from "./site.ts";

const converter = fileURLToPath(new URL("convert.py", import.meta.url));

interface NamedRun extends StoredRun {
  name: string;
}

/** What pages are made of. */
interface Making {
  runs: NamedRun[];
  draw: DrawFigure;
  compiling: Promise<Map<string, Compiled[]>>;
  place: Place;
  /** Is told what is being made. */
  say(detail: string): void;
}

/**
 * Executes notebooks and makes the site of them; of notebooks that are not asked for, their stored
 * runs are shown.
 * @param python that has nbclient and nbconvert
 * @param args see readArguments
 * @param place where the notebooks are
 * @throws Problem where anything fails; the site is then as it was
 */
export async function publish(
  python: string,
  args: string[],
  place: Place = worked,
): Promise<void> {
  const choice = readArguments(args);
  await interruptible(
    (signal) => publishUntil(signal, python, choice, place),
    "nothing was published, the site is as it was.",
  );
}

async function publishUntil(
  signal: AbortSignal,
  python: string,
  { asked, execution }: Choice,
  place: Place,
): Promise<void> {
  await mkdir(work, { recursive: true });
  const names = await notebookNames(place.notebooks);
  const chosen = chooseNotebooks(names, asked);
  const draw = figureDrawing(signal);
  const notebooks = new Map(
    await Promise.all(
      names.map(async (name) => [name, await readNotebook(name, place.notebooks)] as const),
    ),
  );
  const ended = new AbortController();
  const until = AbortSignal.any([signal, ended.signal]);
  const compile = async (names: string[]) => {
    const compiled = new Map<string, Compiled[]>();
    for (const [name, notebook] of notebooks) {
      if (names.includes(name)) {
        compiled.set(name, await compiledOf(name, notebook, place.runs, until));
      }
    }
    return compiled;
  };
  let compiling = compile(execution ? chosen : []); // while they are executed
  compiling.catch(() => {}); // thrown where it is waited for
  try {
    if (execution) {
      for (const name of chosen) {
        const { run, seconds } = await execute(python, place.notebooks, name, signal, draw);
        await storeRun(place.runs, name, run, { finished: new Date().toISOString(), seconds });
      }
    }
    const runs = await runsOf(notebooks, { asked, chosen, place });
    compiling = compiling.then(() => compile(runs.map(({ name }) => name))); // most are kept
    compiling.catch(() => {});
    await step("Writing the pages", (say) =>
      replaceSite(place.site, (folder) =>
        writePages(signal, python, { runs, draw, compiling, place, say }, folder),
      ),
    );
  } finally {
    ended.abort();
    await compiling.catch(() => {});
  }
  console.error(`Published: ${join(place.site, "index.html")}`);
}

/** @throws Problem where there is none, or none of one that is asked for */
async function runsOf(
  notebooks: ReadonlyMap<string, Notebook>,
  { asked, chosen, place }: { asked: string[]; chosen: string[]; place: Place },
): Promise<NamedRun[]> {
  const runs: NamedRun[] = [];
  for (const [name, notebook] of notebooks) {
    const stored = await storedRun(place.runs, name, notebook);
    if ("run" in stored) runs.push({ name, ...stored });
    else if (asked.length === 0 || !chosen.includes(name)) {
      console.error(
        `${name} is left out of the site: ${stored.reason}. \`npm run publish\` executes all notebooks.`,
      );
    } else {
      throw new Problem(
        `${name} cannot be published without executing it: ${stored.reason}.\nRun \`npm run publish -- ${name}\`.`,
      );
    }
  }
  if (runs.length === 0) {
    throw new Problem("There is no run to publish: `npm run publish` executes the notebooks.");
  }
  return runs;
}

/** The cell whose figure stands for the notebook in the index. */
const coverOf = ({ cells }: Notebook) =>
  cells.find(({ metadata }) => metadata.tags?.includes(COVER))?.id;

/** @throws Problem where there is no such file beside the notebook */
async function copyBeside(file: string, notebooks: string, site: string): Promise<void> {
  await mkdir(dirname(join(site, file)), { recursive: true });
  await copyFile(join(notebooks, file), join(site, file)).catch((error) => {
    if (error.code !== "ENOENT") throw error;
    throw new Problem(`It shows ${file}, which is not in ${notebooks}: put it there.`);
  });
}

async function writePages(
  signal: AbortSignal,
  python: string,
  { runs, draw, compiling, place, say }: Making,
  folder: string,
): Promise<void> {
  const temporary = await mkdtemp(join(work, "pages-"));
  const at = (name: string) => join(temporary, name);
  try {
    for (const { name, run } of runs) {
      say(`the figures of ${name}`);
      const placed = await placeFigures(run, name, folder, draw);
      await writeFile(at(`${name}.ipynb`), JSON.stringify(placed));
    }
    say("their text");
    const files = runs.flatMap(({ name }) => [at(`${name}.ipynb`), at(`${name}.html`)]);
    await mustRun("nbconvert could not convert the notebooks", python, [converter, ...files], {
      env: jupyterEnvironment(),
      signal,
    });
    const names = runs.map(({ name }) => name);
    const finished = [];
    for (const run of runs) {
      const html = await readFile(at(`${run.name}.html`), "utf8");
      try {
        const content = finish(html, names, coverOf(run.run));
        for (const file of content.files) await copyBeside(file, place.notebooks, folder);
        finished.push({ ...run, content });
      } catch (error) {
        throw error instanceof Problem ? new Problem(`${run.name}: ${error.message}`) : error;
      }
    }
    say("what their cells are in a browser");
    const compiled = await compiling;
    const notebooks = runs.map(
      ({ name, run }) => [name, { notebook: run, compiled: compiled.get(name) ?? [] }] as const,
    );
    say("the library for browsers");
    const live = await addLive(new Map(notebooks), folder, place.runs);
    const pages = pagesOf(finished.map((run) => ({ ...run, live: live.get(run.name) })));
    for (const [file, html] of Object.entries(pages)) {
      await writeFile(join(folder, file), html);
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
