import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { expect } from "chai";
import { MiniProject } from "./miniProject.ts";

describe("an interrupted set-up", () => {
  let project: MiniProject;
  beforeEach(async () => {
    project = await MiniProject.make();
  });
  afterEach(() => project.remove());

  const goesOn = async () => {
    const { code, output } = await project.run("setup");
    expect(code, output).to.equal(0);
    expect((await readdir(project.path(".setup"))).join(), "lock left").to.not.include("claim");
    await project.calls();
    expect((await project.run("setup")).code).to.equal(0);
    expect(await project.calls()).to.deep.equal([]);
    return output;
  };

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`ends what it started on ${signal}, and the next run goes on`, async () => {
      await project.python("python3", "3.11.7", { pip: "exec sleep 30" });
      const setup = project.start("setup");
      await setup.says("Installing JupyterLab into .venv …");
      setup.kill(signal);
      const { code, output } = await setup.ended;
      expect(code).to.equal(1);
      expect(output).to.include("run the same command again");
      await project.python("python3", "3.11.7");
      expect(await goesOn()).to.not.include("Waiting");
    });
  }

  it("killed outright while pip works: the next run waits for that pip, then starts .venv anew", async () => {
    await project.python("python3", "3.11.7", { pip: "exec sleep 3" });
    const setup = project.start("setup");
    await setup.says("Installing JupyterLab into .venv …");
    setup.kill("SIGKILL");
    await project.python("python3", "3.11.7");
    expect(await goesOn()).to.include("Waiting for another set-up of this folder");
  });

  it("killed outright while npm works: the next run installs the packages anew", async () => {
    await project.npm("mkdir -p node_modules/half; exec sleep 2");
    const setup = project.start("setup");
    await setup.says("Installing the npm packages …");
    setup.kill("SIGKILL");
    await project.npm();
    await goesOn();
    expect(existsSync(project.path("node_modules/typescript"))).to.equal(true);
    expect(existsSync(project.path("node_modules/half"))).to.equal(false);
  });

  it("two at once do the work once", async () => {
    await project.python("python3", "3.11.7", { pip: "sleep 1" });
    const both = await Promise.all([project.run("setup"), project.run("setup")]);
    expect(both.map(({ code }) => code)).to.deep.equal([0, 0]);
    expect(await project.calls()).to.deep.equal(["npm", "venv", "pip"]);
  });
});
