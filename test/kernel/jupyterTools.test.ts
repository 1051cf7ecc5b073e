import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { jupyterEnvironment } from "../../scripts/setup/jupyter.mjs";
import { root } from "../../scripts/setup/project.mjs";
import { findPython } from "../../scripts/setup/python.mjs";

const SWITCH = "CNN_JUPYTER_TOOLS";
const runPapermill = path.join(root, "scripts/jupyter/run_papermill.py");

const notebook = (language: "typescript" | "javascript", parameters: string, code: string) => ({
  cells: [
    { id: "parameters", metadata: { tags: ["parameters"] }, source: parameters },
    { id: "code", metadata: {}, source: code },
  ].map((cell) => ({ ...cell, cell_type: "code", execution_count: null, outputs: [] })),
  metadata: { kernelspec: { name: language, display_name: language, language } },
  nbformat: 4,
  nbformat_minor: 5,
});

describe("Jupyter's tools, with the kernel", function () {
  this.timeout(600_000);
  let folder: string;

  before(async function () {
    if (!process.env[SWITCH]) {
      console.log(
        `      skipped: papermill, jupytext and nbdime are installed for it (${SWITCH}=1 npx mocha test/kernel/jupyterTools.test.ts)`,
      );
      this.skip();
    }
    folder = await mkdtemp(path.join(tmpdir(), "jupyter-tools-"));
    const { command } = await findPython();
    await promisify(execFile)(command, ["-m", "venv", path.join(folder, "venv")]);
    await tool("python", "-m", "pip", "install", "-q", "papermill", "jupytext", "nbdime");
  });
  after(async () => {
    if (folder) await rm(folder, { recursive: true });
  });

  /** What a program of the tools' environment prints. */
  async function tool(name: string, ...args: string[]): Promise<string> {
    const programs = path.join(folder, "venv", process.platform === "win32" ? "Scripts" : "bin");
    const { stdout, stderr } = await promisify(execFile)(path.join(programs, name), args, {
      cwd: folder,
      env: { ...jupyterEnvironment(), PYTHONIOENCODING: "utf-8" },
    });
    return stdout + stderr;
  }

  const write = (name: string, content: unknown) =>
    writeFile(path.join(folder, name), JSON.stringify(content));
  const read = (name: string) => readFile(path.join(folder, name), "utf8");

  const values = {
    rate: 0.5,
    count: -3,
    text: 'ü "quoted" \\ `$1`\n🙂',
    names: ["a", null, true, 2.5e-7, []],
    deep: { "a b": [{ c: false }], constructor: {}, é: "x" },
    nothing: null,
    yes: true,
  };

  for (const language of ["typescript", "javascript"] as const) {
    it(`papermill gives parameters to ${language}`, async () => {
      const declared = Object.keys(values)
        .map((name) => `let ${name}${language === "typescript" ? ": any" : ""} = 0; // to be given`)
        .join("\n");
      const code = `process.stdout.write(JSON.stringify({ ${Object.keys(values)} }))`;
      await write("in.ipynb", notebook(language, declared, code));
      await write("values.yaml", values); // JSON is YAML
      const python = ["python", runPapermill, "in.ipynb"] as const;
      await tool(...python, "out.ipynb", "--no-progress-bar", "-f", "values.yaml");
      const { cells } = JSON.parse(await read("out.ipynb"));
      expect(cells).to.have.lengthOf(3);
      expect(JSON.parse([cells[2].outputs[0].text].flat().join(""))).to.deep.equal(values);
      expect(await tool(...python, "--help-notebook")).to.match(/rate: [\s\S]*to be given/);
    });
  }

  it("papermill refuses an integer that JavaScript would round", async () => {
    await write("in.ipynb", notebook("typescript", "let n = 0", "n"));
    const run = tool(
      "python",
      runPapermill,
      "in.ipynb",
      "out.ipynb",
      "-p",
      "n",
      "9007199254740993",
    );
    const failure = await run.then(String, String);
    expect(failure).to.contain("parameter 9007199254740993: numbers of JavaScript hold integers");
  });

  it("jupytext brings the notebooks to scripts and back", async () => {
    for (const name of await readdir(path.join(root, "notebooks"))) {
      if (!name.endsWith(".ipynb")) continue;
      await copyFile(path.join(root, "notebooks", name), path.join(folder, name));
      await tool("jupytext", "--to", "ts:percent", "--test", name); // fails if they differ
    }
  });

  it("nbdiff shows which line of a cell has changed", async () => {
    await write("one.ipynb", notebook("typescript", "let rate = 1", "rate"));
    await write("two.ipynb", notebook("typescript", "let rate = 2", "rate"));
    const difference = await tool("nbdiff", "--no-color", "one.ipynb", "two.ipynb");
    expect(difference)
      .to.match(/- *let rate = 1/)
      .and.to.match(/\+ *let rate = 2/);
  });

  it("jupyter run runs a script", async () => {
    await writeFile(
      path.join(folder, "script.ts"),
      'const n: number = 6; console.log("n", n * 7);',
    );
    const patient = "import jupyter_client.runapp as app; app.OUTPUT_TIMEOUT = 300; app.main()";
    const run = tool("python", "-c", patient, "--kernel", "typescript", "script.ts");
    expect(await run).to.contain("n 42");
  });
});
