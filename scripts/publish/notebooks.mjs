import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../setup/problem.mjs";
import { root } from "../setup/project.mjs";

export const folder = join(root, "notebooks");

/**
 * @typedef {{ id: string, cell_type: string, source: string | string[], metadata: { tags?: string[] }, outputs?: Output[], execution_count?: number | null }} Cell
 * @typedef {{ output_type: string, data?: Record<string, unknown>, text?: string | string[], metadata?: object }} Output
 * @typedef {{ cells: Cell[], metadata: Record<string, unknown>, nbformat: number, nbformat_minor: number }} Notebook
 */

/** The names of all notebooks, in the order of the assignment. */
export async function notebookNames() {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(".ipynb"))
    .map((file) => file.replace(/\.ipynb$/, ""))
    .sort();
}

/**
 * The notebooks that someone means: "3.1", "3.1-neural-network-operations" or its file.
 * @param {string[]} names all there are
 * @param {string[]} asked none means all
 * @throws Problem for what means none, or several
 */
export function chooseNotebooks(names, asked) {
  if (names.length === 0) throw new Problem(`There are no notebooks in ${folder}.`);
  if (asked.length === 0) return names;
  const chosen = asked.map((word) => {
    const wanted = word.replace(/^.*[\\/]/, "").replace(/\.ipynb$/, "");
    const meant = names.filter((name) => name === wanted || name.startsWith(`${wanted}-`));
    if (meant.length === 1) return meant[0];
    throw new Problem(
      `${word} means ${meant.length > 1 ? meant.join(" and ") : "no notebook"}. There are:\n${names.map((name) => `  ${name}`).join("\n")}`,
    );
  });
  return names.filter((name) => chosen.includes(name));
}

/**
 * @param {string} name
 * @returns {Promise<Notebook>}
 */
export async function readNotebook(name) {
  return JSON.parse(await readFile(join(folder, `${name}.ipynb`), "utf8"));
}

/** @param {Cell} cell */
export const sourceOf = ({ source }) => (typeof source === "string" ? source : source.join(""));
