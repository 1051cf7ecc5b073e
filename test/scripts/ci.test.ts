import { rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { MiniProject, which } from "./miniProject.ts";
import { Running } from "./running.ts";

const mocha = createRequire(import.meta.url).resolve("mocha");
const mochaBin = path.join(path.dirname(mocha), "bin", "mocha.js");
const reporter = "./scripts/mocha-reporter.cjs";
const passing = "export {}; it('passes', () => {});";

describe(".ci/run", () => {
  let project: MiniProject;
  before(async () => {
    project = await MiniProject.make();
    for (const tool of ["bash", "dirname", "mktemp"]) {
      await symlink(which(tool), path.join(project.bin, tool));
    }
    for (const installed of ["chromium", "bwrap", "redis-server"]) {
      await project.tool(installed, "exit 0");
    }
    await project.depend("@biomejs/biome", { "bin/biome": "" });
    await project.depend("oxlint", { "bin/oxlint": "" });
    await project.depend("mocha", {
      "bin/mocha.js": `import(${JSON.stringify(pathToFileURL(mochaBin))})`,
      "index.js": `module.exports = require(${JSON.stringify(mocha)})`,
    });
    await project.write(".mocharc.json", JSON.stringify({ reporter, spec: "*.test.mjs" }));
  });
  after(() => project.remove());

  const run = async () => {
    const env = { PATH: project.bin, HOME: project.path("home") };
    const ci = new Running(which("bash"), [".ci/run"], { cwd: project.root, env });
    const { code, output } = await ci.ended;
    return { code, output, lastLine: output.trimEnd().split("\n").slice(-1)[0] };
  };

  it("ends with mocha's counts", async () => {
    await project.write("one.test.mjs", passing);
    const { code, lastLine, output } = await run();
    expect(lastLine, output).to.equal("1 passed, 0 failed");
    expect(code).to.equal(0);
  });

  it("counts what failed and what was skipped, names the latter, and fails", async () => {
    await project.write(
      "two.test.mjs",
      `${passing} it('fails', () => { throw 0; }); it.skip('waits');`,
    );
    const { code, lastLine, output } = await run();
    expect(lastLine, output).to.equal("2 passed, 1 failed, 1 skipped");
    expect(output).to.include("SKIPPED: waits");
    expect(code).to.equal(1);
  });

  it("takes no tests for all where one is marked to run alone", async () => {
    await project.write("three.test.mjs", passing.replace("it(", "it.only("));
    const { code, output } = await run();
    await rm(project.path("three.test.mjs"));
    expect(code).to.equal(1);
    expect(output).to.include("--forbid-only");
  });

  it("fails without counts when mocha did not run", async () => {
    await project.write("tools/@biomejs/biome/bin/biome", "process.exit(1)");
    const { code, lastLine, output } = await run();
    expect(code).to.equal(1);
    expect(lastLine).to.equal("The tests did not run.");
    expect(output)
      .to.include("Lint: failed.")
      .and.not.match(/\d+ passed/);
  });
});
