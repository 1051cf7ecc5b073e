import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import type { Language } from "../../../kernel/languages.ts";
import type { Answer, Kernel } from "../client.ts";
import { sharedKernel } from "../shared.ts";

/** What a cell gives: its error, shown value or output; a pattern stands for a part of it. */
type Outcome = string | RegExp | undefined;

/** A title, cells to be run one after another, what each gives, and files beside the notebook. */
export type Row = [
  title: string,
  cells: string[],
  outcomes: Outcome[],
  files?: Record<string, string>,
];

function outcome(answer: Answer): unknown {
  const [failed] = answer.all("error");
  if (failed) return [answer.error, ...failed.traceback].join("\n");
  const [shown] = [...answer.all("execute_result"), ...answer.all("display_data")];
  if (!shown) return answer.text() + answer.text("stderr") || undefined;
  const { "text/plain": text, ...others } = shown.data;
  return Object.keys(others).length ? JSON.stringify(others) : text;
}

async function write(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** Runs the rows' cells in a shared kernel, each row a test. */
export function tryRows(title: string, rows: Row[], language: Language = "typescript"): void {
  describe(title, () => {
    let kernel: Kernel;
    before(async () => {
      kernel = await sharedKernel(language);
    });
    for (const [name, cells, outcomes, files = {}] of rows) {
      it(name, async () => {
        await write(kernel.folder, files);
        const found: unknown[] = [];
        for (const cell of cells) found.push(outcome(await kernel.run(cell)));
        const isMet = (wanted: Outcome, index: number) =>
          wanted instanceof RegExp ? wanted.test(String(found[index])) : wanted === found[index];
        const met = outcomes.map((wanted, index) => (isMet(wanted, index) ? found[index] : wanted));
        expect(found).to.deep.equal(met);
      });
    }
  });
}
