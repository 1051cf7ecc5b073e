import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { interruptible } from "../publish/interruptible.ts";
import {
  checked,
  jsonOf,
  notebookNames,
  readNotebook,
  sourceOf,
  withoutOutputs,
} from "../publish/notebooks.ts";
import { writeWhole } from "../publish/writeWhole.ts";
import { jupyterEnvironment } from "../scripts/setup/jupyter.mjs";
import { Problem } from "../scripts/setup/problem.mjs";
import { work } from "../scripts/setup/project.mjs";
import { mustRun, step } from "../scripts/setup/step.mjs";
import { marksOfFiles } from "./check.ts";
import { studentEdition } from "./edition/edition.ts";
import { own } from "./edition/ownCopy.ts";
import { gradingOf, type Notebook } from "./notebook.ts";
import { isAnswer, isManual } from "./run/cells.ts";
import { sheetOf, sheetText } from "./run/sheet.ts";

/**
 * Makes submission.zip of the student's notebooks: without outputs, with the result of the check and
 * with a page of each as it stands, to be read. Says what is not done; that does not stop it.
 *
 * @param copy the student's; submission.zip stands beside it
 * @throws Problem where a notebook is missing or damaged; an earlier submission.zip is then as it was
 */
export async function submit(python: string, args: string[], copy: string = own): Promise<void> {
  if (args.length > 0) {
    throw new Problem(`npm run submit takes no arguments, there is ${args.join(" ")}.`);
  }
  await interruptible(async (signal) => {
    const names = await notebookNames();
    const files = names.map((name) => ({ name, file: join(copy, `${name}.ipynb`) }));
    const notebooks = new Map<string, Notebook>();
    for (const { name, file } of files) notebooks.set(name, await read(name, file));
    for (const [name, notebook] of notebooks) {
      for (const sentence of undone(notebook, studentEdition(await readNotebook(name), name))) {
        console.error(`${name}: ${sentence}`);
      }
    }
    const marks = await marksOfFiles(python, files, signal);
    const pages = await step("Writing pages to read", () => pagesOf(python, files, signal));
    const entries: Record<string, Uint8Array> = {
      "check.json": strToU8(`${JSON.stringify(sheetOf(marks), null, 1)}\n`),
      ...pages,
    };
    for (const [name, notebook] of notebooks) {
      const bare = { ...notebook, cells: notebook.cells.map(withoutOutputs) };
      entries[`${name}.ipynb`] = strToU8(jsonOf(bare));
    }
    const file = join(copy, "..", "submission.zip");
    await writeWhole(file, zipSync(entries));
    console.log(sheetText(marks));
    console.error(`\nMade ${file}: hand this file in. It has your notebooks as they are saved.`);
  }, "no submission was made.");
}

async function read(name: string, file: string): Promise<Notebook> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Problem(
      `assignment/${name}.ipynb is missing: \`npm start\` makes it anew, empty; what you wrote is in a copy, if you have one.`,
    );
  });
  return checked(text, `assignment/${name}.ipynb`);
}

/** What a student should know before handing in: tasks that are as they were given, lost cells. */
export function undone(notebook: Notebook, edition: Notebook): string[] {
  const present = new Map(notebook.cells.map((cell) => [cell.id, cell]));
  const sentences: string[] = [];
  const missing = edition.cells.filter(({ id }) => !present.has(id)).map(({ id }) => id);
  if (missing.length > 0) {
    sentences.push(
      `the cells ${missing.join(", ")} are missing; they are graded as they were given.`,
    );
  }
  const untouched = edition.cells
    .filter(isAnswer)
    .filter(
      (cell) =>
        present.has(cell.id) &&
        sourceOf(present.get(cell.id) ?? cell).trim() === sourceOf(cell).trim(),
    );
  const code = untouched.filter((cell) => !isManual(cell)).map(({ id }) => id);
  const text = untouched.filter(isManual).map(({ id }) => id);
  if (code.length > 0) sentences.push(`not written yet: ${code.join(", ")}.`);
  if (text.length > 0) sentences.push(`without your answer: ${text.join(", ")}.`);
  const stale = edition.cells.filter((cell) => {
    const mine = present.get(cell.id);
    return mine && !isAnswer(cell) && gradingOf(cell)?.locked && sourceOf(mine) !== sourceOf(cell);
  });
  if (stale.length > 0) {
    sentences.push(
      `another text than the assignment has in ${stale.map(({ id }) => id).join(", ")}: \`npm start\` brings corrections.`,
    );
  }
  return sentences;
}

/** The notebooks as HTML, with the outputs that are saved in them. */
async function pagesOf(
  python: string,
  files: readonly { name: string; file: string }[],
  signal: AbortSignal,
): Promise<Record<string, Uint8Array>> {
  const folder = await mkdtemp(join(work, "pages-"));
  try {
    const args = ["-m", "nbconvert", "--to", "html", "--output-dir", folder];
    await mustRun(
      "nbconvert could not make pages of the notebooks",
      python,
      [...args, ...files.map(({ file }) => file)],
      { env: jupyterEnvironment(), signal },
    );
    const pages: Record<string, Uint8Array> = {};
    for (const { name } of files) {
      pages[`${name}.html`] = await readFile(join(folder, `${name}.html`));
    }
    return pages;
  } finally {
    await rm(folder, { recursive: true });
  }
}
