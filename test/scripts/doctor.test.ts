import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { jupyterPython } from "../../scripts/setup/python.mjs";
import { MiniProject } from "./miniProject.ts";
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

  it("names what to do in a project that is not set up, and ends with 1", async () => {
    const project = await MiniProject.make();
    try {
      const { code, output } = await project.run("doctor");
      expect(code).to.equal(1);
      for (const row of ["Jupyter", "kernel", "tfjs", "wasm", "data"]) {
        expect(output).to.match(new RegExp(`^${row} +to do +.*npm run setup`, "m"));
      }
      expect(output).to.match(
        /^files +to do +.*node_modules is not what the project asks for now/m,
      );
      expect(output).to.include("The notebooks cannot run yet.");
    } finally {
      await project.remove();
    }
  });

  const fails = 'echo "a line before"; echo "the last line"; exit 1';
  for (const [what, does, rows] of [
    [
      "which packages are not as requirements.txt asks, and why the kernel runs nothing",
      { unmetPins: 'echo "plotly 7.1.0 (there: 6.0.0)"', runCell: fails },
      [
        "Jupyter    to do  Not as requirements.txt asks: plotly 7.1.0 (there: 6.0.0).",
        "kernel     to do  The kernel ran no cell: the last line.",
      ],
    ],
    [
      "why JupyterLab does not load",
      { importJupyter: fails },
      ["Jupyter    to do  JupyterLab does not load: the last line."],
    ],
  ] as const) {
    it(`says ${what}, and what to do where all files are there`, async () => {
      const project = await MiniProject.make();
      try {
        await project.python("python3", "3.11.7", does);
        await project.run("setup");
        const { code, output } = await project.run("doctor");
        expect(code).to.equal(1);
        for (const row of rows) {
          expect(output).to.include(`\n${row} Run \`npm run setup -- --fresh\`.\n`);
        }
      } finally {
        await project.remove();
      }
    });
  }
});
