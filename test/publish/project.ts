import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keepCompiled } from "../../publish/live/compiledOf.ts";
import { jupyterPython } from "../../scripts/setup/python.mjs";
import { environmentIn, type Notebook } from "../notebooks/notebook.ts";
import { type Ended, Running } from "../scripts/running.ts";

const publisher = fileURLToPath(new URL("publisher.ts", import.meta.url));
const repository = fileURLToPath(new URL("../..", import.meta.url));

/** A cell: code, or with a "#" before the first word or a "$" prose. */
type CellText = string;

const KERNEL = { name: "typescript", display_name: "TypeScript" };

/** A copy of the project's scripts and publishing in a temporary folder, with notebooks and a site of its own. */
export class PublishProject {
  readonly root: string;
  #publisher: ChildProcess | undefined;

  private constructor(root: string) {
    this.root = root;
  }

  static async make(): Promise<PublishProject> {
    const project = new PublishProject(await mkdtemp(join(tmpdir(), "publish-")));
    for (const folder of ["publish", "scripts"]) {
      await cp(join(repository, folder), project.path(folder), { recursive: true });
    }
    await cp(join(repository, "package.json"), project.path("package.json"));
    for (const folder of ["node_modules", "kernel", "lib"]) {
      await symlink(join(repository, folder), project.path(folder), "junction");
    }
    for (const folder of ["notebooks", ".runs", "home"]) await mkdir(project.path(folder));
    return project;
  }

  path(...names: string[]): string {
    return join(this.root, ...names);
  }

  read(...names: string[]): Promise<string> {
    return readFile(this.path(...names), "utf8");
  }

  /** Writes a notebook of these cells. */
  async notebook(name: string, cells: CellText[]): Promise<Notebook> {
    const notebook: Notebook = {
      cells: cells.map((source, i) => ({
        id: `cell-${i + 1}`,
        metadata: {},
        source,
        ...(/^[#$]/.test(source)
          ? { cell_type: "markdown" as const }
          : { cell_type: "code" as const, outputs: [], execution_count: null }),
      })),
      metadata: { kernelspec: KERNEL },
      nbformat: 4,
      nbformat_minor: 5,
    };
    await writeFile(this.path("notebooks", `${name}.ipynb`), JSON.stringify(notebook));
    return notebook;
  }

  /** Has a notebook published without its cells compiled, which takes seconds: its page compiles what is run. */
  uncompiled(name: string, run: Notebook): Promise<void> {
    return keepCompiled(name, run, this.path(".runs"), []);
  }

  /** Stores a run as if this project had made it, and the notebook without its outputs. */
  async executed(name: string, run: Notebook): Promise<void> {
    const bare = run.cells.map((cell) =>
      cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
    );
    await writeFile(
      this.path("notebooks", `${name}.ipynb`),
      JSON.stringify({ ...run, cells: bare }),
    );
    const times = { finished: "2026-01-31T12:00:00Z", seconds: 2 };
    const stored = { ...run, metadata: { ...run.metadata, run: times } };
    await writeFile(this.path(".runs", `${name}.ipynb`), JSON.stringify(stored));
  }

  /** Publishes as `npm run publish -- …args` does once everything is set up, all in one process. */
  async publish(...args: string[]): Promise<Ended> {
    this.#publisher ??= fork(publisher, {
      cwd: this.root,
      env: await this.#environment(),
      execArgv: ["--import=tsx"],
    });
    const process = this.#publisher;
    const done = new AbortController();
    const [answer, exit] = ["message", "exit"].map((event) => once(process, event, done));
    process.send(args);
    try {
      const [ended] = await Promise.race([answer, exit]);
      if (typeof ended !== "object") throw new Error(`publisher.ts ended with ${ended}`);
      return ended;
    } finally {
      done.abort();
    }
  }

  /** Begins to, in a process of its own. */
  async start(...args: string[]): Promise<Running> {
    const script = `
      import { publish } from "./publish/index.ts";
      import { giveUp } from "./scripts/setup/problem.mjs";
      await publish(process.env.PYTHON, process.argv.slice(1)).catch(giveUp);`;
    return new Running(
      process.execPath,
      ["--import=tsx", "--input-type=module", "--eval", script, "--", ...args],
      {
        cwd: this.root,
        env: await this.#environment(),
      },
    );
  }

  async #environment(): Promise<NodeJS.ProcessEnv> {
    return { ...environmentIn(this.path("home")), PYTHON: await jupyterPython() };
  }

  /** All files of the site with their sizes. */
  async site(): Promise<Map<string, number>> {
    const entries = await readdir(this.path("site"), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return new Map(
      await Promise.all(
        files.map(async ({ parentPath, name }) => {
          const file = join(parentPath, name);
          return [file.slice(this.path("site").length + 1), (await readFile(file)).length] as const;
        }),
      ),
    );
  }

  async remove(): Promise<void> {
    if (this.#publisher?.kill()) await once(this.#publisher, "exit");
    await rm(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}
