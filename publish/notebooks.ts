import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../scripts/setup/problem.mjs";
import { root } from "../scripts/setup/project.mjs";

export const folder = join(root, "notebooks");

export interface Output {
  output_type: string;
  data?: Record<string, unknown>;
  text?: string | string[];
  ename?: string;
  evalue?: string;
  metadata?: object;
}

export interface Cell {
  id: string;
  cell_type: string;
  source: string | string[];
  metadata: { tags?: string[]; nbgrader?: object };
  outputs?: Output[];
  execution_count?: number | null;
}

export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

/** The tag of the cell whose figure stands for the notebook in a site's index. */
export const COVER = "cover";

/** The names of all notebooks, in the order of the assignment. */
export async function notebookNames(from: string = folder): Promise<string[]> {
  const files = await readdir(from);
  return files
    .filter((file) => file.endsWith(".ipynb"))
    .map((file) => file.replace(/\.ipynb$/, ""))
    .sort();
}

/**
 * The notebooks that someone means: "3.1", "3.1-neural-network-operations" or its file.
 * @param names all there are
 * @param asked none means all
 * @throws Problem for what means none, or several
 */
export function chooseNotebooks(names: string[], asked: string[]): string[] {
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

/** @throws Problem for a file that is not a notebook, or whose cells have no ids to name files after */
export async function readNotebook(name: string, from: string = folder): Promise<Notebook> {
  const file = `${name}.ipynb`;
  return checked(await readFile(join(from, file), "utf8"), file);
}

/**
 * @param file its name
 * @throws Problem as `readNotebook` does
 */
export function checked(text: string, file: string): Notebook {
  const notebook = parsed(text);
  if (!notebook) throw new Problem(`${file} is damaged: it is not the JSON of a notebook.`);
  const ids = notebook.cells.map(({ id }) => id);
  const wrong = ids.findIndex(
    (id, i) => !(typeof id === "string" && CELL_ID.test(id)) || ids.indexOf(id) !== i,
  );
  if (wrong >= 0) {
    throw new Problem(
      `${file}: cell ${wrong + 1} has the id ${JSON.stringify(ids[wrong])}. An id is 1 to 64 letters, digits, - and _, and each is there once: save the notebook in JupyterLab, which gives new ones.`,
    );
  }
  return notebook;
}

const CELL_ID = /^[\w-]{1,64}$/;

/** The notebook, where the text is the JSON of one. */
export function parsed(text: string): Notebook | undefined {
  try {
    const notebook = JSON.parse(text);
    return Array.isArray(notebook?.cells) ? notebook : undefined;
  } catch {
    return undefined;
  }
}

/** The JSON of a notebook, as Jupyter writes it. */
export const jsonOf = (notebook: Notebook): string => `${JSON.stringify(notebook, null, 1)}\n`;

/** A cell that has not run. */
export const withoutOutputs = (cell: Cell): Cell =>
  cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell;

export const sourceOf = ({ source }: Cell): string =>
  typeof source === "string" ? source : source.join("");
