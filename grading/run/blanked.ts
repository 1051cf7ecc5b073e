import { sourceOf } from "../../publish/notebooks.ts";
import { type GradedNotebook, isAnswer } from "./cells.ts";

/** A notebook whose answers are blank: what stands between the marks of a solution is left out. */
export function blanked(notebook: GradedNotebook): GradedNotebook {
  const cells = notebook.cells.map((cell) =>
    isAnswer(cell) ? { ...cell, source: blank(sourceOf(cell)) } : cell,
  );
  return { ...notebook, cells };
}

const blank = (source: string): string =>
  source.replace(
    /^([ \t]*)\/\/ BEGIN SOLUTION\n[\s\S]*?\/\/ END SOLUTION/gm,
    "$1// YOUR CODE HERE",
  );
