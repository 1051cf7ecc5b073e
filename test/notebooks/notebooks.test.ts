import { readdirSync } from "node:fs";
import { expect } from "chai";
import { type Cell, execute, type Notebook, readNotebook, SMALL, text } from "./notebook.ts";
import { describeSite } from "./site.ts";

const names = readdirSync(new URL("../../notebooks/", import.meta.url)).filter((name) =>
  name.endsWith(".ipynb"),
);

const code = ({ cells }: Notebook): Cell[] => cells.filter((cell) => cell.cell_type === "code");

/** A run of each notebook with a small budget, made once for all tests of this file. */
const runs = new Map<string, Promise<Notebook>>();
function smallRun(name: string): Promise<Notebook> {
  const run = runs.get(name) ?? execute(name, SMALL[name]);
  runs.set(name, run);
  return run;
}

describe("the notebooks", () => {
  for (const name of names) {
    describe(name, () => {
      it("is stored without outputs, each cell with its id, for the project's kernel", async () => {
        const notebook = await readNotebook(name);
        expect(notebook.metadata.kernelspec.name).to.equal("typescript");
        expect(new Set(notebook.cells.map(({ id }) => id)).size).to.equal(notebook.cells.length);
        for (const cell of code(notebook)) {
          expect(cell.outputs, text(cell.source)).to.deep.equal([]);
          expect(cell.execution_count, text(cell.source)).to.equal(null);
        }
      });

      it("imports only the library and npm packages", async () => {
        for (const cell of code(await readNotebook(name))) {
          for (const [, from] of text(cell.source).matchAll(/\bfrom\s+["']([^"']+)["']/g)) {
            expect(from).to.match(/^(lib\/\w+|@tensorflow\/tfjs|ndarray)$/);
          }
        }
      });

      it("runs top to bottom on a fresh kernel, with a small budget", async function () {
        this.timeout(240_000);
        const notebook = await smallRun(name);
        for (const cell of code(notebook)) {
          expect(cell.execution_count, text(cell.source)).to.be.a("number");
          for (const { output_type, name } of cell.outputs ?? []) {
            expect(`${output_type} ${name}`, text(cell.source)).to.not.match(/error|stderr/);
          }
        }
      });
    });
  }
});

describeSite(names, smallRun);

/** The assignment's run in full on the real images, all that comes after it small. */
const GIVEN_RUN_ALONE = `
  const patience = 1;
  const longRun = { iterations: 10, validateEvery: 10, patience: 1 };
  const searchIterations = 100;
  const comparedIterations = 50;
  const checkpoints = process.env.HOME + "/checkpoints";`;

describe("3.2-image-classifier.ipynb on the real CIFAR-10", () => {
  it("reaches a test accuracy of 40 to 46 %", async function () {
    if (!process.env.CNN_DATA_DIR) {
      console.log(
        "      skipped: set CNN_DATA_DIR to a folder with cifar-10-binary.tar.gz to run it",
      );
      this.skip();
    }
    this.timeout(600_000);
    const { cells } = await execute("3.2-image-classifier.ipynb", GIVEN_RUN_ALONE);
    const output = cells.find(({ id }) => id === "test")?.outputs?.[0];
    const accuracy = /([\d.]+) %/.exec(text(output?.data?.["text/plain"]))?.[1];
    console.log(`      test accuracy ${accuracy} %`);
    expect(Number(accuracy)).to.be.within(40, 46);
    expect(text(output?.data?.["text/plain"])).to.include("10,000");
  });
});
