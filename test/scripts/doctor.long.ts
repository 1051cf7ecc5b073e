import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { jupyterPython } from "../../scripts/setup/python.mjs";
import { Running } from "./running.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
/** What is said of what is well. */
const found = {
  Node: /\d+\.\d+\.\d+ \(.*node.*\)/,
  npm: /\d+\.\d+\.\d+/,
  Python: /3\.\d+\.\d+ \(.*\)/,
  files: /as they were installed and built/,
  compiler: /Version \d+\.\d+\.\d+/,
  Jupyter: /JupyterLab \d+\.\d+\.\d+ \(.*python.*\)/,
  kernel: /TypeScript: runs cells/,
  lib: /lib\/backend, .*lib\/redis/,
  tfjs: /wasm \(.*SIMD.*\).*/,
  wasm: /.*SIMD: trains [1-9]\d* images\/s/,
};

describe("npm run doctor", () => {
  it("finds all well in a project that is set up, and says where the data will come from", async function () {
    await jupyterPython().catch(() => this.skip());
    const home = await mkdtemp(path.join(tmpdir(), "home-"));
    const { CNN_DATA_DIR: _, ...env } = process.env;
    const doctor = new Running(process.execPath, ["scripts/doctor.mjs"], {
      cwd: repository,
      env: { ...env, HOME: home, XDG_CACHE_HOME: home },
    });
    const { code, output } = await doctor.ended;
    await rm(home, { recursive: true });
    expect(code, output).to.equal(0);
    for (const [row, text] of Object.entries(found)) {
      expect(output).to.match(new RegExp(`^${row} +ok +${text.source}$`, "m"));
    }
    expect(output).to.match(/^data +later +CIFAR-10 will be downloaded/m);
  });
});
