import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { peersPython } from "../../bench/core/python.ts";
import { saidErrors } from "../saidErrors.ts";

describe("the Python of the peers", () => {
  const said = saidErrors();
  const { PYTHON } = process.env;
  let folder: string;
  let venv: string;
  before(function () {
    if (process.platform === "win32") this.skip(); // the stand-in is a script of a shell
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "peers-"));
    venv = join(folder, ".venv");
    process.env.PYTHON = join(folder, "python");
  });
  afterEach(async () => {
    if (PYTHON === undefined) delete process.env.PYTHON;
    else process.env.PYTHON = PYTHON;
    await rm(folder, { recursive: true });
  });

  /** Stands in for a Python that makes environments of itself, and installs so. */
  const standIn = (install: string) =>
    writeFile(
      join(folder, "python"),
      `#!/bin/sh
      echo "$*" >> ${folder}/calls
      case "$*" in
        "-m venv"*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
        "-m pip install"*) ${install} ;;
      esac`,
      { mode: 0o755 },
    );
  const calls = async () => (await readFile(join(folder, "calls"), "utf8")).trim().split("\n");

  it("is made once, with all of them", async () => {
    await standIn("exit 0");
    const python = join(venv, "bin/python");
    expect(await peersPython(venv)).to.equal(python);
    expect(await peersPython(venv)).to.equal(python);
    const [made, installed, ...more] = await calls();
    expect([made, more]).to.deep.equal([`-m venv ${venv}`, []]);
    expect(installed).to.match(/^-m pip install --quiet numpy .*torch==.*tensorflow-cpu==/);
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^Installing numpy, .* into .*\.venv …$/);
  });

  for (const [what, install, why] of [
    ["cannot be installed", "exit 1", /bin\/python -m pip install --quiet .*` failed\.\n/],
    ["have no Python", undefined, /python -m venv .*` failed: spawnSync .*ENOENT\.\n/],
  ] as const) {
    it(`is none where they ${what}, which is said, and nothing is left`, async () => {
      if (install) await standIn(install);
      expect(await peersPython(venv)).to.equal(undefined);
      expect(said).to.have.length(2);
      expect(said[1]).to.match(why).and.include("The rows of NumPy, PyTorch and TensorFlow are");
      expect(existsSync(venv)).to.equal(false);
    });
  }
});
