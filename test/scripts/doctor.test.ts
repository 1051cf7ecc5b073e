import { expect } from "chai";
import { MiniProject } from "./miniProject.ts";

describe("npm run doctor", () => {
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
      expect(output).to.match(/^lib +ok/m); // it has no entries here
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
