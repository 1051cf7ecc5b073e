import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { MiniProject, realPython } from "./miniProject.ts";

describe("which Python set-up takes", () => {
  let project: MiniProject;
  beforeEach(async () => {
    project = await MiniProject.make();
  });
  afterEach(() => project.remove());

  const refusal = async () => {
    const { code, output } = await project.run("setup");
    expect(code).to.equal(1);
    expect(await project.calls(), "called before the refusal").to.deep.equal([]);
    return output;
  };

  const recovers = async () => {
    await project.python("python3", "3.12.1");
    const { code, output } = await project.run("setup");
    expect(code, output).to.equal(0);
  };

  it("says so when there is none", async () => {
    await rm(path.join(project.bin, "python3"));
    expect(await refusal())
      .to.include("Python is missing: JupyterLab needs Python 3.10 or newer")
      .and.include("https://www.python.org");
    await recovers();
  });

  it("names the one that is too old", async () => {
    await project.python("python3", "3.9.2");
    await project.python("python", "2.7.18");
    expect(await refusal()).to.match(
      /Python 3\.9\.2 \(.*python3\) is too old: the notebooks need Python 3\.10/,
    );
    await recovers();
  });

  it("names the Debian package when the venv module is missing", async () => {
    await project.python("python3", "3.11.2", { venvModule: "exit 1" });
    expect(await refusal())
      .to.include("Python 3.11.2")
      .and.include("sudo apt install python3-venv");
    await recovers();
  });

  it("looks further when the first one is too old or lacks venv", async () => {
    await project.python("python3", "3.9.2");
    await project.python("python", "3.11.2", { venvModule: "exit 1" });
    await project.python("python3.13", "3.13.0");
    const { code, output } = await project.run("setup");
    expect(code, output).to.equal(0);
    expect(await project.calls()).to.deep.equal(["npm", "venv", "pip"]);
  });

  describe("in a conda environment", () => {
    const conda = async (unmetPins: string) => {
      await project.python("python3", "3.12.1", {
        unmetPins,
        jupyterlab: 'echo "JupyterLab of $0"',
      });
      await mkdir(project.path("conda/bin"), { recursive: true });
      await rename(path.join(project.bin, "python3"), project.path("conda/bin/python"));
      await project.python("python3", "3.11.7", { jupyterlab: 'echo "JupyterLab of $0"' });
      return project.run("start", { env: { CONDA_PREFIX: project.path("conda") } });
    };

    it("takes that one's JupyterLab, and makes no .venv, when it meets requirements.txt", async () => {
      const { output } = await conda("exit 0");
      expect(output).to.include(`JupyterLab of ${project.path("conda/bin/python")}`);
      expect(await project.calls()).to.deep.equal(["npm"]);
      expect(existsSync(project.path(".venv"))).to.equal(false);
      const env = { CONDA_PREFIX: project.path("conda") };
      expect((await project.run("doctor", { env })).output).to.match(/^files +ok /m);
    });

    it("says what that one lacks, and makes .venv, when it does not", async () => {
      const { output } = await conda('echo "jupyterlab 4.6.6 (there: 3.2.1)"');
      expect(output)
        .to.include("lacks jupyterlab 4.6.6 (there: 3.2.1): using .venv instead")
        .and.include(`JupyterLab of ${project.path(".venv/bin/python")}`);
    });
  });

  it("finds the pins that a Python does not meet", async () => {
    await project.write("requirements.txt", "# comment\nno-such-package-here==1.0\npip==0.0.1\n");
    const output = execFileSync(
      realPython(),
      [project.path("scripts/setup/unmet_pins.py"), project.path("requirements.txt")],
      { encoding: "utf8" },
    );
    expect(output).to.match(
      /^no-such-package-here 1\.0 \(there: missing\)\npip 0\.0\.1 \(there: [\d.]+\)\n$/,
    );
  });
});
