import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { findPython } from "../../scripts/setup/python.mjs";
import { MiniProject, realPython } from "./miniProject.ts";

describe("the Python that is found", () => {
  /** Stands in for a Python of a version: one that ends in "-" has no venv module. */
  const standIn = (version: string) => `#!/bin/sh
    case "$*" in
      *version_info*) printf '%s %s' ${version.replace("-", "")} "$0" ;;
      *ensurepip*) exit ${version.endsWith("-") ? 1 : 0} ;;
    esac`;
  /** What is found where these are on the PATH, or the beginning of the refusal. */
  async function found(pythons: Readonly<Record<string, string>>): Promise<string> {
    const bin = await mkdtemp(path.join(tmpdir(), "pythons-"));
    const { PATH } = process.env;
    process.env.PATH = bin;
    try {
      for (const [name, version] of Object.entries(pythons)) {
        await writeFile(path.join(bin, name), standIn(version), { mode: 0o755 });
      }
      return await findPython().then(
        ({ command, version }) => `${path.basename(command)} ${version}`,
        ({ message }) => message.replaceAll(`${bin}/`, "").split(/[.:] /)[0],
      );
    } finally {
      process.env.PATH = PATH;
      await rm(bin, { recursive: true });
    }
  }

  before(function () {
    if (process.platform === "win32") this.skip(); // its names are others
  });

  for (const [pythons, expected] of [
    [{ python3: "3.10.0" }, "python3 3.10.0"],
    [{ python3: "4.0.1" }, "python3 4.0.1"],
    [{ python: "3.12.1", "python3.14": "3.14.0" }, "python 3.12.1"],
    [{ python: "3.12.1", python3: "3.11.9" }, "python3 3.11.9"],
    [{ python3: "3.9.2", "python3.10": "3.10.4", "python3.11": "3.11.2-" }, "python3.10 3.10.4"],
    [{ "python3.12": "3.12.0", "python3.14": "3.14.0" }, "python3.14 3.14.0"],
    [{ python3: "3.9.20" }, "Python 3.9.20 (python3) is too old"],
    [{ python3: "2.12.0", python: "3.11.1-" }, "Python 3.11.1 (python) has no venv module"],
    [{ python3: "no version" }, "Python is missing"],
    [{}, "Python is missing"],
  ] as const) {
    it(`is ${expected} where there are ${JSON.stringify(pythons)}`, async () => {
      expect(await found(pythons)).to.equal(expected);
    });
  }
});

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
