import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { jupyterPython } from "../../scripts/setup/python.mjs";
import { freePort } from "../freePort.ts";
import { addressOf } from "./addressOf.ts";
import { MiniProject } from "./miniProject.ts";
import { Running } from "./running.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const watchNote = path.join(repository, "lib/dist/watch.json");

describe("npm start with JupyterLab", () => {
  let home: string;
  let port: number;
  before(async function () {
    await jupyterPython().catch(() => this.skip());
    home = await mkdtemp(path.join(tmpdir(), "home-"));
    port = await freePort();
  });
  const assignment = path.join(repository, "assignment");
  const wasThere = existsSync(assignment);
  after(async () => {
    if (home) await rm(home, { recursive: true, force: true });
    if (!wasThere) await rm(assignment, { recursive: true, force: true });
  });

  const options = () => ({ cwd: repository, env: { ...process.env, HOME: home } });
  const jupyterArgs = () => ["--no-browser", "--port", `${port}`];

  it("ends with its kernels on Ctrl-C, and leaves in HOME what JupyterLab alone leaves", async () => {
    const script = ["scripts/start.mjs", ...jupyterArgs()];
    const running = new Running(process.execPath, script, options());
    try {
      const url = await addressOf(running);
      const kernel = await fetch(new URL(`/api/kernels${url.search}`, url), {
        method: "POST",
        body: JSON.stringify({ name: "typescript" }),
      });
      expect(kernel.status).to.equal(201);
      expect(processesOf(home), "the kernel runs").to.have.length(1);
      expect(existsSync(watchNote), "lib is watched").to.equal(true);
    } finally {
      await running.interrupt();
    }
    expect(processesOf(home)).to.deep.equal([]);
    expect(existsSync(watchNote), "lib is watched").to.equal(false);
    const left = await readdir(home, { recursive: true });

    await rm(home, { recursive: true });
    await mkdir(home);
    const args = [
      "-m",
      "jupyterlab",
      ...jupyterArgs(),
      "--allow-root",
      "--ServerApp.answer_yes=True",
    ];
    const alone = new Running(await jupyterPython(), args, options());
    await addressOf(alone).finally(() => alone.kill("SIGTERM"));
    await alone.ended;
    const leftAlone = await readdir(home, { recursive: true });
    // JupyterLab asks npm where its packages are, and npm keeps a log of that, or not: it is killed.
    expect(left.filter((name) => !name.startsWith(".npm"))).to.have.members(
      leftAlone.filter((name) => !name.startsWith(".npm")),
    );
  });
});

describe("npm start with a pretended JupyterLab", () => {
  let project: MiniProject;
  before(async () => {
    project = await MiniProject.make();
  });
  after(() => project.remove());

  it("ends one that does not listen", async () => {
    const jupyterlab = 'trap "" TERM; echo lab; exec sleep 600';
    await project.python("python3", "3.11.7", { jupyterlab });
    const running = project.start("start");
    await running.says("lab\n");
    running.kill("SIGTERM");
    expect((await running.ended).code).to.equal(0);
  });
});

/** The processes that were told of a file in this folder, as kernels are. */
function processesOf(folder: string): string[] {
  const all = execFileSync("ps", ["-eo", "args="], { encoding: "utf8" });
  return all.split("\n").filter((args) => args.includes(folder));
}
