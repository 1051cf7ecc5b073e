import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { addTslab } from "../../../bench/kernel/addTslab.ts";
import { jupyterEnvironment } from "../../../scripts/setup/jupyter.mjs";
import { jupyterPython } from "../../../scripts/setup/python.mjs";

/** Of each notebook, the cells' errors; null for a cell that ran. */
type Errors = Record<string, (string | null)[]>;

const RELAXED = { compilerOptions: { strict: false } };

async function run(kernel: string, folder: string, notebooks: string[], home: string) {
  const script = path.join(import.meta.dirname, "run_notebooks.py");
  const files = notebooks.map((name) => path.join(folder, name));
  const environment = jupyterEnvironment();
  const { stdout } = await promisify(execFile)(await jupyterPython(), [script, kernel, ...files], {
    env: {
      ...environment,
      JUPYTER_PATH: [home, environment.JUPYTER_PATH].join(path.delimiter),
      JUPYTER_DATA_DIR: home,
      JUPYTER_RUNTIME_DIR: home,
      IPYTHONDIR: home,
    },
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout) as Errors;
}

const succeeded = (errors: Errors): number =>
  Object.values(errors)
    .flat()
    .filter((error) => error === null).length;

/** The cells that run in one kernel and fail in another, with their errors there. */
function lost(there: Errors, here: Errors): string[] {
  return Object.entries(here).flatMap(([file, errors]) =>
    errors.flatMap((error, index) =>
      error !== null && there[file][index] === null
        ? [`${path.basename(file)}, cell ${index + 1}: ${error}`]
        : [],
    ),
  );
}

/** The names of a folder's notebooks in a language. */
async function notebooksIn(folder: string, language: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ipynb"));
  const languages = names.map(async (name) => {
    const { metadata } = JSON.parse(await readFile(path.join(folder, name), "utf8"));
    return metadata.kernelspec?.language === language;
  });
  const wanted = await Promise.all(languages);
  return names.filter((_, index) => wanted[index]);
}

describe("the kernel, running the notebooks of NOTEBOOKS beside tslab", () => {
  let home = "";
  let folder = "";
  before(async function () {
    if (!process.env.NOTEBOOKS) {
      console.log(
        "      skipped: people's own notebooks, a folder of them with what they import:\n" +
          "      NOTEBOOKS=FOLDER npx mocha --parallel=false test/kernel/peers/notebooks.test.ts",
      );
      this.skip();
    }
    home = await mkdtemp(path.join(tmpdir(), "notebooks-home-"));
    folder = path.join(home, "notebooks");
    await addTslab(home);
    await cp(process.env.NOTEBOOKS, folder, { recursive: true });
  });
  after(() => home && rm(home, { recursive: true }));

  it("runs what tslab runs, where types may be loose", async function () {
    this.timeout(0);
    const notebooks = await notebooksIn(folder, "typescript");
    const tslab = await run("tslab", folder, notebooks, home);
    const strict = await run("typescript", folder, notebooks, home);
    await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify(RELAXED));
    const relaxed = await run("typescript", folder, notebooks, home);
    console.log(
      `      ${notebooks.length} notebooks, ${Object.values(tslab).flat().length} cells; tslab runs ` +
        `${succeeded(tslab)}, the kernel ${succeeded(strict)} strictly and ${succeeded(relaxed)} relaxed`,
    );
    for (const line of lost(relaxed, tslab)) console.log(`      only here: ${line}`);
    expect(lost(tslab, relaxed)).to.deep.equal([]);
  });

  it("runs the notebooks that are JavaScript", async function () {
    this.timeout(0);
    const notebooks = await notebooksIn(folder, "javascript");
    const found = await run("javascript", folder, notebooks, home);
    const cells = Object.values(found).flat().length;
    console.log(`      ${notebooks.length} notebooks: ${succeeded(found)} of ${cells} cells run`);
    for (const [file, errors] of Object.entries(found)) {
      for (const [index, error] of errors.entries()) {
        if (error) console.log(`      ${path.basename(file)}, cell ${index + 1}: ${error}`);
      }
    }
  });
});
