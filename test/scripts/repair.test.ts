import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import fc from "fast-check";
import { filesIn } from "../../scripts/setup/files.mjs";
import { contentOf, type Fault, fault, inflict, madeFolders } from "./fault.ts";
import { MiniProject, realPython } from "./miniProject.ts";
import { Running } from "./running.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
/** How many faults a copy of the whole project is to get; each takes up to a minute. */
const FAULTS = Number(process.env.CNN_FAULTS ?? 0);

/** What the installation itself writes down, in another order each time. */
const RECORD = /\.pyc$|\.made-from$|built\.json$|\.package-lock\.json$|\.tsbuildinfo$|RECORD$/;

/** Writes its outputs as the compiler does: not because one of them is missing. */
const COMPILER = `
const fs = require("fs");
for (const library of ["lib", "kernel"]) {
  const record = library + "/dist/tsconfig.tsbuildinfo";
  if (!process.argv.includes("--force"))
    try { JSON.parse(fs.readFileSync(record)); continue; } catch {}
  for (const name of ["ops/relu.js", "ops/relu.d.ts", "index.js"]) {
    const file = library + "/dist/" + name;
    fs.mkdirSync(require("path").dirname(file), { recursive: true });
    fs.writeFileSync(file, "export const name = '" + name + "';");
  }
  fs.writeFileSync(record, "{}");
}`;

/** A mini project whose npm and pip copy what is prepared. */
async function makeProject(): Promise<MiniProject> {
  const project = await MiniProject.make();
  await project.write("ready/node_modules/typescript/bin/tsc", COMPILER);
  await project.write("ready/node_modules/.package-lock.json", "{}");
  await project.write("ready/node_modules/@scope/a/index.js", "module.exports = 1;");
  await project.write("ready/lib/python3/site-packages/jupyterlab.py", "def main(): pass");
  await project.write("ready/lib/python3/site-packages/jupyterlab.pyc", "code");
  await project.npm('[ "$1" != ci ] || cp -R ready/node_modules .');
  await project.python("python3", "3.11.7", {
    pip: "cp -R ready/lib .venv",
    jupyterlab: "echo JupyterLab runs",
  });
  const { code, output } = await project.run("setup");
  expect(code, output).to.equal(0);
  return project;
}

/** The command that the doctor names for a file of what the set-up makes; none where all is well. */
function namedFor(file: string, output: string): string[] {
  const row = /^files +to do +(.*)$/m.exec(output)?.[1];
  if (row === undefined) return [];
  if (!/\.made-from$/.test(file)) expect(row).to.include(file);
  const [, command = "none"] = /`npm run ([^`]+)`/.exec(row) ?? [];
  return command.split(" ").filter((word) => word !== "--");
}

describe("a damaged installation", () => {
  describe("of a mini project", () => {
    let project: MiniProject;
    before(async () => {
      project = await makeProject();
    });
    after(() => project?.remove());

    const doctor = async () => (await project.run("doctor")).output;
    const contents = () =>
      madeFolders.flatMap((folder) =>
        filesIn(project.path(folder))
          .filter((name) => !RECORD.test(name))
          .map((name) => `${folder}/${name} ${contentOf(project.path(folder, name))}`),
      );

    it("is told by the doctor and mended by the command it names, whatever file is deleted or cut", async () => {
      const whole = contents().sort();
      const mend = async (damage: Fault) => {
        const file = inflict(project.root, damage);
        const [script, ...args] = namedFor(file, await doctor());
        if (script) {
          const { code, output } = await project.run(script, { args });
          expect(code, output).to.equal(0);
        } else expect(file, "a fault that is not told").to.match(RECORD);
        expect(contents().sort(), `after ${file}`).to.deep.equal(whole);
      };
      await fc.assert(fc.asyncProperty(fault, mend), { numRuns: 8, endOnFailure: true });
      expect(await doctor()).to.match(/^files +ok/m);
    });
  });

  describe("of a mini project, at its start", () => {
    let project: MiniProject;
    beforeEach(async () => {
      project = await makeProject();
      await project.calls();
    });
    afterEach(() => project.remove());

    it("is made anew by --fresh, whatever is there", async () => {
      const old = "lib/dist/built before.js";
      await project.write(old, "");
      const { code, output } = await project.run("setup", { args: ["--fresh"] });
      expect(code, output).to.equal(0);
      expect(existsSync(project.path(old))).to.equal(false);
      expect(await project.calls()).to.deep.equal(["npm", "venv", "pip"]);
    });

    it("goes on with a sentence where it cannot be mended now", async () => {
      await rm(project.path("node_modules/@scope/a/index.js"));
      await project.npm("echo ENOTFOUND; exit 1");
      const { code, output } = await project.run("start");
      expect(code, output).to.equal(0);
      expect(output)
        .to.include("Damaged: node_modules/@scope/a/index.js is missing")
        .and.include("Going on with the damaged files")
        .and.include("There is no connection to the package registry")
        .and.include("JupyterLab runs");
    });
  });

  it("lets JupyterLab end in a sentence, not in a traceback", async () => {
    const project = await makeProject();
    try {
      await project.write("damaged/jupyterlab/labapp.py", "def main(");
      const { status, stderr } = spawnSync(
        realPython(),
        [project.path("scripts/start/open_jupyterlab.py")],
        { env: { PYTHONPATH: project.path("damaged") }, encoding: "utf8" },
      );
      expect(status).to.equal(1);
      expect(stderr)
        .to.include("JupyterLab does not start: SyntaxError")
        .and.include("npm run doctor")
        .and.not.include("Traceback");
    } finally {
      await project.remove();
    }
  });

  describe("of a copy of this project", function () {
    this.timeout(FAULTS * 300_000);
    let copy: string;
    before(function () {
      if (FAULTS === 0) {
        console.warn(
          "Skipped: the faults of a whole project, about half a minute each; CNN_FAULTS=40 npx mocha --parallel=false test/scripts/repair.test.ts",
        );
        return this.skip();
      }
      copy = mkdtempSync(path.join(tmpdir(), "copy-"));
      execFileSync("cp", ["-a", `${repository}/.`, copy]);
    });
    after(() => {
      if (copy) rmSync(copy, { recursive: true });
    });

    const start = (script: string, ...args: string[]) =>
      new Running(process.execPath, [`scripts/${script}.mjs`, ...args], {
        cwd: copy,
        env: process.env,
      });

    it(`is told by the doctor or harmless, and mended by the command it names, ${FAULTS} times`, async () => {
      const mend = async (damage: Fault) => {
        const began = performance.now();
        const before = new Map(
          filesIn(path.join(copy, damage.folder)).map((name) => {
            const file = `${damage.folder}/${name}`;
            return [file, contentOf(path.join(copy, file))];
          }),
        );
        const file = inflict(copy, damage);
        const doctor = start("doctor");
        const named = namedFor(file, await doctor.says("compiler"));
        const [script, ...args] = named;
        if (script) {
          await doctor.interrupt();
          const { code, output } = await start(script, ...args).ended;
          expect(code, output).to.equal(0);
        } else {
          const { code, output } = await doctor.ended;
          expect(code, `${file}: ${output}`).to.equal(0);
        }
        if (!RECORD.test(file)) {
          expect(contentOf(path.join(copy, file)), file).to.equal(before.get(file));
        }
        const seconds = ((performance.now() - began) / 1000).toFixed(0);
        const done = script ? `told, mended by npm run ${named.join(" ")}` : "harmless";
        console.log(`${file} ${damage.rest === null ? "deleted" : "cut"}: ${done}, ${seconds} s`);
      };
      await fc.assert(fc.asyncProperty(fault, mend), { numRuns: FAULTS, endOnFailure: true });
      const { code, output } = await start("doctor").ended;
      expect(code, output).to.equal(0);
    });
  });
});
