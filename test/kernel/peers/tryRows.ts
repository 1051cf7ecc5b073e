import { expect } from "chai";
import type { Language } from "../../../kernel/languages.ts";
import type { Answer, Kernel } from "../client.ts";
import { sharedKernel } from "../shared.ts";

/** What a cell gives: its error, result, display or output; a pattern stands for a part of it. */
type Outcome = string | RegExp | undefined;

/** A title, cells to be run one after another, and what each of them gives. */
export type Row = [title: string, cells: string[], outcomes: Outcome[]];

function outcome(answer: Answer): string | undefined {
  const [shown] = answer.all("display_data");
  const text = answer.text() + answer.text("stderr");
  const [failed] = answer.all("error");
  const error = failed && [answer.error, ...failed.traceback].join("\n");
  return (
    error ??
    (answer.result as string) ??
    (shown && JSON.stringify(shown.data)) ??
    (text || undefined)
  );
}

/** Runs the rows' cells in a shared kernel, each row a test. */
export function tryRows(title: string, rows: Row[], language: Language = "typescript"): void {
  describe(title, () => {
    let kernel: Kernel;
    before(async () => {
      kernel = await sharedKernel(language);
    });
    for (const [name, cells, outcomes] of rows) {
      it(name, async () => {
        expect(outcomes.length, "outcomes").to.equal(cells.length);
        for (const [index, cell] of cells.entries()) {
          const found = outcome(await kernel.run(cell));
          const wanted = outcomes[index];
          if (wanted instanceof RegExp) expect(found, cell).to.match(wanted);
          else expect(found, cell).to.equal(wanted);
        }
      });
    }
  });
}
