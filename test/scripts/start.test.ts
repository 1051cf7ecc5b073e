import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { jupyterPython } from "../../scripts/setup/python.mjs";
import { freePort } from "../freePort.ts";
import { addressOf } from "./addressOf.ts";
import { MiniProject } from "./miniProject.ts";
import { Running } from "./running.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

describe("npm start", () => {
  describe("with a pretended JupyterLab", () => {
    let project: MiniProject;
    before(async () => {
      project = await MiniProject.make();
    });
    after(() => project.remove());

    it("passes its arguments on, after the set-up, and ends as JupyterLab does", async () => {
      await project.python("python3", "3.11.7", { jupyterlab: 'echo "got: $*"; exit 7' });
      const args = ["--no-browser", "--port", "8899"];
      const { code, output } = await project.run("start", { args });
      expect(code).to.equal(7);
      expect(output).to.include("open_jupyterlab.py --no-browser --port 8899");
      expect(output).to.include("The folder assignment is as it was: Cannot find "); // what makes it
    });

    it("lets Jupyter find the kernel, the settings and this Node, beside what was there", async () => {
      const jupyterlab = 'printf "%s\\n" "$PATH" "$JUPYTER_PATH" "$JUPYTER_CONFIG_PATH"';
      await project.write("requirements.txt", "# another, so that .venv is made again\n");
      await project.python("python3", "3.11.7", { jupyterlab });
      const { output } = await project.run("start", { env: { JUPYTER_PATH: "/elsewhere" } });
      expect(output.trimEnd().split("\n").slice(-3)).to.deep.equal([
        `${path.dirname(process.execPath)}:${project.bin}`,
        `${project.path("kernel/dist")}:/elsewhere`,
        project.path("scripts/jupyter"),
      ]);
    });
  });

  describe("as npm runs it, with a pretended JupyterLab", () => {
    let project: MiniProject;
    before(async function () {
      if (process.platform === "win32") this.skip(); // a signal to one process is not seen there
      project = await MiniProject.make();
      await project.python("python3", "3.11.7", { jupyterlab: 'echo "lab $$"; exec sleep 60' });
      await project.run("setup");
    });
    after(() => project?.remove());

    for (const [place, name] of ["npm", "npm's shell", "the script"].entries()) {
      for (const signal of ["SIGTERM", "SIGHUP"] as const) {
        it(`ends when ${name} gets ${signal}`, async () => {
          const npm = project.npmStart();
          const output = await npm.says("lab ");
          const lab = Number(/lab (\d+)/.exec(output)?.[1]);
          const chain = [npm.pid];
          while (chain.at(-1) !== lab) chain.push(...childrenOf(chain.at(-1)));
          process.kill(chain[place], signal);
          await npm.ended;
          while (chain.some(isAlive)) await sleep(50);
          expect(existsSync(project.path("lib/dist/watch.json")), "lib is watched").to.equal(false);
        });
      }
    }
  });

  describe("with JupyterLab", () => {
    let home: string;
    let port: number;
    beforeEach(async function () {
      await jupyterPython().catch(() => this.skip());
      home = await mkdtemp(path.join(tmpdir(), "home-"));
      port = await freePort();
    });
    afterEach(() => rm(home, { recursive: true, force: true }));
    const assignment = path.join(repository, "assignment");
    const wasThere = existsSync(assignment);
    after(() => wasThere || rm(assignment, { recursive: true, force: true }));

    it("listens on 127.0.0.1 alone, with a token, and opens on the student's copy and offers the kernel", async () => {
      const args = ["scripts/start.mjs", "--no-browser", "--port", `${port}`];
      const env = { ...process.env, HOME: home };
      const running = new Running(process.execPath, args, { cwd: repository, env });
      try {
        const url = await addressOf(running);
        expect(url.host).to.equal(`127.0.0.1:${port}`);
        expect(url.pathname).to.equal("/lab/tree/assignment/start.md");
        expect((await fetch(new URL("/api/kernelspecs", url))).status).to.equal(403);
        const specs = await fetch(new URL(`/api/kernelspecs${url.search}`, url));
        expect(await specs.json()).to.have.nested.property("kernelspecs.typescript");
        const elsewhere = fetch(`http://127.0.0.2:${port}/api`);
        expect(await elsewhere.catch((error) => error.cause.code)).to.equal("ECONNREFUSED");
      } finally {
        await running.interrupt();
      }
    });
  });
});

function childrenOf(pid = 0): number[] {
  const all = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" });
  const pairs = all
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/ +/).map(Number));
  return pairs.filter(([, parent]) => parent === pid).map(([child]) => child);
}

/** Zombies, which nobody may reap in a container, count as dead. */
function isAlive(pid: number): boolean {
  const state = spawnSync("ps", ["-o", "stat=", "-p", `${pid}`], { encoding: "utf8" }).stdout;
  return /^[^Z\s]/.test(state);
}
