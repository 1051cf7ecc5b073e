import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { notebookNames, readNotebook } from "../../publish/notebooks.ts";
import type { Place } from "../../publish/place.ts";
import { root, work } from "../../scripts/setup/project.mjs";
import { studentEdition } from "./edition.ts";

/** The students' edition, made for pages of its own: `site-assignment`, for a course's site. */
export async function studentPlace(): Promise<Place> {
  const notebooks = join(work, "assignment");
  await mkdir(notebooks, { recursive: true });
  for (const name of await notebookNames()) {
    const edition = studentEdition(await readNotebook(name), name);
    await writeFile(join(notebooks, `${name}.ipynb`), `${JSON.stringify(edition, null, 1)}\n`);
  }
  return {
    notebooks,
    runs: join(root, ".runs", "assignment"),
    site: join(root, "site-assignment"),
  };
}
