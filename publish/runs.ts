import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { root } from "../scripts/setup/project.mjs";
import { type Cell, type Notebook, parsed, sourceOf } from "./notebooks.ts";
import { writeWhole } from "./writeWhole.ts";

/** When a run ended, in ISO 8601, and how long it took. */
export interface Times {
  finished: string;
  seconds: number;
}

export interface StoredRun {
  run: Notebook;
  times: Times;
}

/** @param runs the folder for it */
export async function storeRun(
  runs: string,
  name: string,
  run: Notebook,
  times: Times,
): Promise<void> {
  const stored = { ...run, metadata: { ...run.metadata, run: times } };
  const text = withoutOwnFolders(JSON.stringify(stored, null, 1));
  await writeWhole(join(runs, `${name}.ipynb`), text);
}

/**
 * The notebook as it stands with the outputs of its stored run; its prose may have changed since.
 * @returns the reason where there is no run of it
 */
export async function storedRun(
  runs: string,
  name: string,
  notebook: Notebook,
): Promise<StoredRun | { reason: string }> {
  const file = join(runs, `${name}.ipynb`);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return { reason: "no run of it is stored" };
  const stored = parsed(text);
  const times = stored?.metadata?.run as Times | undefined;
  if (!stored || !times) return { reason: `its stored run, ${file}, is damaged` };
  const before = stored.cells.filter(isCode);
  const now = notebook.cells.filter(isCode);
  const changed = now.findIndex((cell, i) => !before[i] || sourceOf(before[i]) !== sourceOf(cell));
  if (changed >= 0) {
    return {
      reason: `its code cell ${changed + 1}, ${now[changed].id}, has changed since its stored run`,
    };
  }
  if (before.length > now.length) {
    return {
      reason: `it had ${before.length} code cells at its stored run and has ${now.length} now`,
    };
  }
  const cells = notebook.cells.map((cell) =>
    isCode(cell) ? { ...before[now.indexOf(cell)], id: cell.id, metadata: cell.metadata } : cell,
  );
  return { run: { ...notebook, metadata: stored.metadata, cells }, times };
}

const isCode = (cell: Cell) => cell.cell_type === "code";

/** JSON in which no folder of this machine is named: a page is for others. */
function withoutOwnFolders(json: string): string {
  const folders = [
    [process.env.CNN_DATA_DIR, "CNN_DATA_DIR"],
    [root.replace(/[\\/]$/, ""), "the project's folder"],
    [homedir(), "~"],
  ];
  for (const [folder, name] of folders) {
    if (folder && folder.length > 1) {
      json = json.replaceAll(JSON.stringify(folder).slice(1, -1), String(name));
    }
  }
  return json;
}
