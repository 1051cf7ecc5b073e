import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonOf, notebookNames, readNotebook } from "../../publish/notebooks.ts";
import type { Notebook } from "../notebook.ts";
import { studentEdition } from "./edition.ts";

/** The students' edition of all notebooks, by name, in the order of the assignment. */
export async function studentEditions(): Promise<Map<string, Notebook>> {
  const editions = new Map<string, Notebook>();
  for (const name of await notebookNames()) {
    editions.set(name, studentEdition(await readNotebook(name), name));
  }
  return editions;
}

/** Writes the students' edition of all notebooks into a folder. */
export async function writeEditions(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, edition] of await studentEditions()) {
    await writeFile(join(folder, `${name}.ipynb`), jsonOf(edition));
  }
}
