import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checked, jsonOf, parsed } from "../../publish/notebooks.ts";
import { writeWhole } from "../../publish/writeWhole.ts";
import { root } from "../../scripts/setup/project.mjs";
import type { Notebook } from "../notebook.ts";
import { studentEditions } from "./editions.ts";
import { startPage } from "./startPage.ts";
import { update } from "./update.ts";

/** The folder of the student's own copy of the assignment, in a project of the student's own. */
export const own: string = join(root, "assignment");

/** Below the copy, what the student was given, cell by cell: by it a cell that was not touched is known. */
const GIVEN = ".given";

/** The page that JupyterLab opens on. */
export const START = "start.md";

/**
 * Makes the student's copy of the assignment, where there is none; else brings corrections to the
 * cells that the student has not touched. What the student wrote is never overwritten.
 *
 * @returns what there is to say: corrections, and cells that were left alone
 */
export async function ownCopy(folder: string = own): Promise<string[]> {
  return bringAll(await studentEditions(), folder, startPage);
}

/**
 * The same, of editions that are made already, in any folder.
 *
 * @param page makes the page that students start on
 */
export async function bringAll(
  editions: ReadonlyMap<string, Notebook>,
  folder: string,
  page: (notebooks: ReadonlyMap<string, Notebook>) => string,
): Promise<string[]> {
  const sentences: string[] = [];
  const notebooks = new Map<string, Notebook>();
  for (const [name, edition] of editions) {
    notebooks.set(name, await bring(folder, name, edition, sentences));
  }
  await write(join(folder, START), page(notebooks));
  return sentences;
}

async function bring(
  folder: string,
  name: string,
  edition: Notebook,
  sentences: string[],
): Promise<Notebook> {
  const file = join(folder, `${name}.ipynb`);
  const record = join(folder, GIVEN, `${name}.ipynb`);
  const text = await readFile(file, "utf8").catch((error) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) {
    await write(file, jsonOf(edition));
    await write(record, jsonOf(edition));
    return edition;
  }
  const student: Notebook | undefined = parsed(text);
  if (!student) {
    sentences.push(
      `assignment/${name}.ipynb is damaged, it is no notebook: it stays as it is. Rename it, and the next start makes a new one.`,
    );
    return edition;
  }
  const known = parsed(await readFile(record, "utf8").catch(() => ""));
  const { notebook, changed, left } = update(student, known ?? { ...edition, cells: [] }, edition);
  if (changed.length > 0) {
    checked(jsonOf(notebook), `assignment/${name}.ipynb`);
    await write(file, jsonOf(notebook));
    sentences.push(`assignment/${name}: corrected in ${changed.join(", ")}.`);
  }
  if (left.length > 0) {
    sentences.push(
      `assignment/${name}: the assignment is corrected in ${left.join(", ")} too, where you have written; notebooks/${name} has the new text.`,
    );
  }
  if (!known || changed.length + left.length > 0) await write(record, jsonOf(edition));
  return notebook;
}

/** What is there already stays as it is. */
async function write(file: string, text: string): Promise<void> {
  if ((await readFile(file, "utf8").catch(() => undefined)) !== text) await writeWhole(file, text);
}
