import { sourceOf } from "../../publish/notebooks.ts";
import { Problem } from "../../scripts/setup/problem.mjs";
import type { Cell, Notebook } from "../notebook.ts";
import { isCheck } from "./cells.ts";

/** Checks that draw nothing: they play worlds that no student's code can know. */
const UNSEEDED = /^await grade(EarlyStopping|GridSearch)\(/;

const CALL = /^((?:await )?grade\w+\(.*)\);$/;

/**
 * The notebook with a hidden check behind each visible one: the same with further cases, drawn with
 * a seed that students do not know. It stands where nbgrader takes it out of what is released.
 *
 * @throws Problem for a check whose last line is none
 */
export function withHiddenChecks(notebook: Notebook, seed: number): Notebook {
  const cells = notebook.cells.map((cell) => (isCheck(cell) ? withHidden(cell, seed) : cell));
  return { ...notebook, cells };
}

function withHidden(cell: Cell, seed: number): Cell {
  const source = sourceOf(cell).trimEnd();
  const last = source.split("\n").at(-1) ?? "";
  if (UNSEEDED.test(last)) return cell;
  const call = CALL.exec(last)?.[1];
  if (!call) {
    throw new Problem(
      `${cell.id} ends with ${JSON.stringify(last)}: a check has to end with a call of lib/grading, such as gradeRelu(OpRelu);`,
    );
  }
  const hidden = `// BEGIN HIDDEN TESTS\n${call}, { seed: ${seed} });\n// END HIDDEN TESTS`;
  return { ...cell, source: `${source}\n${hidden}` };
}
