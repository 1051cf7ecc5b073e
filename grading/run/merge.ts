import { sourceOf, withoutOutputs } from "../../publish/notebooks.ts";
import { type Cell, gradingOf, type Notebook } from "../notebook.ts";
import { isAnswer, isCode, isLocked } from "./cells.ts";

/** A submission between the cells of the assignment. */
export interface Merged {
  cells: Cell[];
  /** The ids of the cells that the student wrote. */
  own: Set<string>;
  /** What a person should know: locked cells that were changed, cells that are missing. */
  notes: string[];
}

/**
 * Takes a student's answers, and the cells that the student added, into the assignment: an added
 * cell stays behind the one that it stood behind. All else is the assignment's.
 *
 * @param assignment with blanks
 */
export function merge(assignment: Notebook, submission: Notebook): Merged {
  const found = new Map<Cell, Cell>();
  const added = new Map<Cell | undefined, Cell[]>();
  const given = matching(assignment.cells, submission.cells);
  let before: Cell | undefined;
  for (const cell of submission.cells) {
    const original = given.get(cell);
    if (original) {
      found.set(original, cell);
      before = original;
    } else if (isCode(cell)) added.set(before, [...(added.get(before) ?? []), cell]);
  }

  const merged: Merged = { cells: [], own: new Set(), notes: [] };
  const ids = new Set(assignment.cells.map(({ id }) => id));
  const add = (before: Cell | undefined) => {
    for (const cell of added.get(before) ?? []) {
      const id = unused(`added-${before?.id ?? "first"}`, ids);
      ids.add(id);
      merged.own.add(id);
      merged.cells.push({ ...withoutOutputs(cell), id, metadata: {} });
    }
  };
  const changed: string[] = [];
  add(undefined);
  for (const original of assignment.cells) {
    const cell = found.get(original);
    const used = cell && taken(original, cell, merged.notes, changed);
    if (!cell && (isCode(original) || isAnswer(original))) {
      merged.notes.push(`The cell ${original.id} is missing: the assignment's is used.`);
    }
    if (used) merged.own.add(original.id);
    merged.cells.push({ ...withoutOutputs(original), ...(used && { source: used }) });
    add(original);
  }
  if (changed.length) {
    merged.notes.push(
      `Locked cells were changed, or are of another version: ${changed.join(", ")}. The assignment's are used.`,
    );
  }
  return merged;
}

/** The assignment's cell for each of a submission's that is one: by its id, else by its grade_id. */
function matching(given: Cell[], cells: Cell[]): Map<Cell, Cell> {
  const pairs = new Map<Cell, Cell>();
  const left = new Map(given.map((cell) => [cell.id, cell]));
  for (const idOf of [({ id }: Cell) => id, (cell: Cell) => gradingOf(cell)?.grade_id]) {
    for (const cell of cells) {
      const id = idOf(cell);
      const original = id !== undefined && !pairs.has(cell) ? left.get(id) : undefined;
      if (!original || id === undefined) continue;
      pairs.set(cell, original);
      left.delete(id);
    }
  }
  return pairs;
}

/** What a student wrote in a cell of the assignment; undefined where it is not the student's. */
function taken(original: Cell, cell: Cell, notes: string[], changed: string[]): string | undefined {
  const source = sourceOf(cell);
  if (isAnswer(original)) {
    if (cell.cell_type === original.cell_type) return source;
    notes.push(
      `The answer ${original.id} is a ${cell.cell_type} cell now, must be ${original.cell_type}: the assignment's is used.`,
    );
  } else if (
    isCode(original) &&
    isLocked(original) &&
    plain(source) !== plain(sourceOf(original))
  ) {
    changed.push(original.id);
  }
  return undefined;
}

/** A source without what is no change: the grader's own regions, and space at the ends of lines. */
const plain = (source: string): string =>
  source
    .replace(/^[ \t]*\/\/ BEGIN HIDDEN TESTS\n[\s\S]*?\/\/ END HIDDEN TESTS\n?/gm, "")
    .replace(/[ \t\r]+$/gm, "")
    .trim();

function unused(id: string, ids: Set<string>): string {
  let free = id.slice(0, 58);
  for (let n = 2; ids.has(free); n++) free = `${id.slice(0, 58)}-${n}`;
  return free;
}
