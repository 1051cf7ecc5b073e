import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { filterCommand } from "../../scripts/setup/gitFilter.mjs";
import { jupyterPython } from "../../scripts/setup/python.mjs";
import { MiniProject, which } from "./miniProject.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const NOTEBOOK = "notebooks/a.ipynb";

describe("the git filter of notebooks", () => {
  let project: MiniProject;
  before(async () => {
    project = await MiniProject.make();
    const nbstripout = "echo without outputs; cat >/dev/null";
    await project.python("python3", "3.11.7", { nbstripout });
    await project.run("setup");
  });
  beforeEach(async () => {
    await symlink(which("git"), path.join(project.bin, "git")).catch(() => {});
    for (const name of [".git", "main"]) {
      await rm(project.path(name), { recursive: true, force: true });
    }
    await project.write(NOTEBOOK, "without outputs\n");
    git("init", "--quiet");
    git("add", NOTEBOOK);
    git("commit", "--quiet", "-m", "first");
  });
  after(() => project?.remove());

  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], {
      cwd: project.root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  const setUp = async (args: string[] = [], env: NodeJS.ProcessEnv = {}) => {
    const { code, output } = await project.run("setup", { args, env });
    expect(code, output).to.equal(0);
    return output;
  };
  let runs = 0;
  /** What git says of the notebook after it was saved with outputs. */
  const diff = async () => {
    await project.write(NOTEBOOK, `with output ${"!".repeat(++runs)}\n`);
    return git("diff", "--stat", "--", NOTEBOOK).trim();
  };

  it("is installed in the clone alone, said once, until it is refused, which is remembered", async () => {
    expect(await setUp()).to.include("npm run setup -- --no-filter");
    expect(await setUp()).to.not.include("filter");
    expect(await diff()).to.equal("");
    expect(await readdir(project.path("home"))).to.deep.equal([]);
    expect(existsSync(project.path(".gitattributes"))).to.equal(false);

    await setUp(["--no-filter"]);
    await setUp();
    expect(await diff()).to.include(NOTEBOOK);
    await setUp(["--filter"]);
    expect(await diff()).to.equal("");
  });

  it("keeps the clone's other attributes", async () => {
    const own = "*.png binary";
    await project.write(".git/info/attributes", own);
    await setUp();
    expect(await diff()).to.equal("");
    await setUp(["--no-filter"]);
    expect((await project.read(".git/info/attributes")).trim()).to.equal(own);
  });

  it("lets a notebook through as it is where JupyterLab's Python is gone", async () => {
    await setUp();
    await rename(project.path(".venv"), project.path(".venv.away"));
    expect(await diff()).to.include(NOTEBOOK);
    await rename(project.path(".venv.away"), project.path(".venv"));
  });

  const elsewhere: [string, () => Promise<unknown>, NodeJS.ProcessEnv?][] = [
    ["without git", () => rm(path.join(project.bin, "git"))],
    ["without a clone", () => rm(project.path(".git"), { recursive: true })],
    ["in CI", async () => undefined, { CI: "true" }],
    [
      "in a worktree",
      async () => {
        git("worktree", "add", "--quiet", "--no-checkout", "tree");
        await rename(project.path(".git"), project.path("main"));
        await project.write(".git", `gitdir: ${project.path("main/worktrees/tree")}`);
        git("rev-parse", "--git-dir");
      },
    ],
  ];
  for (const [place, go, env] of elsewhere) {
    it(`is not installed ${place}`, async () => {
      await go();
      expect(await setUp([], env)).to.not.include("git");
      for (const folder of [".git", "main"]) {
        expect(existsSync(project.path(folder, "info/attributes"))).to.equal(false);
      }
    });
  }
});

describe("the notebooks", () => {
  it("are what git's filter makes of them once they were run and saved", async function () {
    const python = await jupyterPython().catch(() => this.skip());
    const folder = path.join(repository, "notebooks");
    for (const name of (await readdir(folder)).filter((file) => file.endsWith(".ipynb"))) {
      const staged = spawnSync("git", ["show", `:notebooks/${name}`], {
        cwd: repository,
        encoding: "utf8",
      });
      const text = staged.stdout || (await readFile(path.join(folder, name), "utf8"));
      const notebook = JSON.parse(text);
      const output = { name: "stdout", output_type: "stream", text: ["1\n"] };
      for (const cell of notebook.cells) {
        if (cell.cell_type === "code") {
          Object.assign(cell, { execution_count: 3, outputs: [output] });
        }
      }
      const saved = execFileSync("sh", ["-c", filterCommand(python)], {
        cwd: repository,
        input: JSON.stringify(notebook),
        encoding: "utf8",
      });
      expect(saved, name).to.equal(text);
    }
  });

  it("names a Python of the project as git's shell finds it, another by its whole path", () => {
    expect(filterCommand(path.join(repository, ".venv", "bin", "python"))).to.include(
      "if test -x '.venv/bin/python'; then '.venv/bin/python' -m nbstripout",
    );
    expect(filterCommand("/else where/it's/python")).to.include(
      "test -x '/else where/it'\\''s/python'",
    );
  });
});
