import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { smallSettings } from "../../grading/run/smallSettings.ts";
import { jupyterEnvironment } from "../../scripts/setup/jupyter.mjs";
import { jupyterPython } from "../../scripts/setup/python.mjs";

/** One cell of an .ipynb file. */
export interface Cell {
  id: string;
  cell_type: "code" | "markdown" | "raw";
  source: string | string[];
  metadata: { tags?: string[]; nbgrader?: object };
  outputs?: { output_type: string; name?: string; data?: Record<string, string | string[]> }[];
  execution_count?: number | null;
}

/** The JSON of an .ipynb file. */
export interface Notebook {
  cells: Cell[];
  metadata: { kernelspec: { name: string } };
  nbformat: number;
  nbformat_minor: number;
}

const folder = fileURLToPath(new URL("../../notebooks/", import.meta.url));

/** The files of all notebooks, in their order. */
export const names: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .sort();

/**
 * TypeScript that makes a notebook small enough for a test.
 *
 * @param name of its file
 * @throws Error for a notebook that has none: in full it would take minutes
 */
export function smallOf(name: string): string {
  const small = smallSettings(name);
  if (!small) throw new Error(`grading/run/smallSettings.ts has nothing for ${name}`);
  return small;
}

export async function readNotebook(name: string): Promise<Notebook> {
  return JSON.parse(await readFile(join(folder, name), "utf8"));
}

export const text = (lines: string | string[] = ""): string =>
  typeof lines === "string" ? lines : lines.join("");

/** A folder for a Jupyter of its own, with an environment that keeps to it. */
export interface Home {
  home: string;
  environment: NodeJS.ProcessEnv;
  remove(): Promise<void>;
}

export async function temporaryHome(): Promise<Home> {
  const home = await mkdtemp(join(tmpdir(), "notebooks-"));
  const remove = () => rm(home, { recursive: true, force: true, maxRetries: 5 });
  return { home, environment: environmentIn(home), remove };
}

/** The environment of a Jupyter that keeps to this folder. */
export function environmentIn(home: string): NodeJS.ProcessEnv {
  const own = (name: string) => join(home, name);
  return {
    ...jupyterEnvironment(),
    HOME: home,
    USERPROFILE: home,
    XDG_CACHE_HOME: own("cache"),
    IPYTHONDIR: own("ipython"),
    JUPYTER_CONFIG_DIR: own("config"),
    JUPYTER_DATA_DIR: own("data"),
    JUPYTER_RUNTIME_DIR: own("runtime"),
  };
}

/** Gives `use` such a folder for as long as it runs. */
export async function inTemporaryHome<T>(
  use: (home: string, environment: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const { home, environment, remove } = await temporaryHome();
  try {
    return await use(home, environment);
  } finally {
    await remove();
  }
}

/**
 * Runs a notebook of the project top to bottom in a fresh kernel.
 *
 * @param parameters replace those in the cell tagged "parameters"
 * @param last id of the last cell to run, if not all
 * @throws Error with the failing cell and its traceback
 */
export async function execute(name: string, parameters = "", last = ""): Promise<Notebook> {
  return inTemporaryHome(async (home, environment) => {
    const output = join(home, name);
    const script = fileURLToPath(new URL("execute.py", import.meta.url));
    const args = [script, join(folder, name), output, parameters, last];
    await promisify(execFile)(await jupyterPython(), args, { env: environment });
    return JSON.parse(await readFile(output, "utf8"));
  });
}

/** A cell of code without outputs. */
const codeCell = (source: string, index: number): Cell => ({
  id: `test-cell-${index}`,
  cell_type: "code",
  source,
  metadata: {},
  outputs: [],
  execution_count: null,
});

async function writeNotebook(name: string, home: string, notebook: Notebook): Promise<void> {
  await mkdir(join(home, "notebooks"), { recursive: true });
  await writeFile(join(home, "notebooks", name), JSON.stringify(notebook));
}

/** A copy of a notebook in `home/notebooks` with other parameters. */
export async function copyNotebook(name: string, home: string, parameters: string): Promise<void> {
  const notebook = await readNotebook(name);
  const at = notebook.cells.findIndex(({ metadata }) => metadata.tags?.includes("parameters"));
  notebook.cells.splice(at + 1, 0, codeCell(parameters, 0));
  await writeNotebook(name, home, notebook);
}

/** A new notebook of these cells in `home/notebooks`. */
export async function newNotebook(name: string, home: string, cells: string[]): Promise<void> {
  await writeNotebook(name, home, {
    cells: cells.map(codeCell),
    metadata: { kernelspec: { name: "typescript" } },
    nbformat: 4,
    nbformat_minor: 5,
  });
}
