import { expect } from "chai";
import { expectClaims } from "./claims.ts";
import { type Cell, type Notebook, names, readNotebook, text } from "./notebook.ts";
import { Outputs } from "./outputs.ts";
import { smallRun } from "./smallRun.ts";

const code = ({ cells }: Notebook): Cell[] => cells.filter((cell) => cell.cell_type === "code");

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

      it("has at most twelve lines of code in a cell that is no task, before its computed answer", async () => {
        for (const { id, source, metadata } of code(await readNotebook(name))) {
          if (metadata.nbgrader) continue;
          const [lines] = text(source).split(/^(?:markdown|whenDone)\(/m);
          expect(lines.trimEnd().split("\n").length, id).to.be.at.most(12);
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
        new Outputs(notebook).expectWholeTexts();
      });
    });
  }
});

describe("3.2-image-classifier.ipynb", () => {
  it("says nothing that its figures do not show, with the smallest of networks", async function () {
    this.timeout(240_000);
    expectClaims(await smallRun("3.2-image-classifier.ipynb"));
  });
});
