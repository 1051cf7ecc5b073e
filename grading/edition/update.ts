import { sourceOf } from "../../publish/notebooks.ts";
import type { Cell, Notebook } from "../notebook.ts";

/** A student's notebook after a correction of the assignment, and what there is to say of it. */
export interface Updated {
  notebook: Notebook;
  /** The ids of cells that were replaced, added or removed. */
  changed: string[];
  /** The ids of cells that are corrected in the assignment and that the student had changed. */
  left: string[];
}

/**
 * Brings a corrected assignment to a student's notebook: by its id, each cell that is as it was
 * given is replaced, with its outputs; what the student has written, added or deleted stays.
 *
 * @param given as the student got it
 * @param now the assignment as it is now
 */
export function update(student: Notebook, given: Notebook, now: Notebook): Updated {
  const before = byId(given);
  const after = byId(now);
  const present = byId(student);
  const changed: string[] = [];
  const left: string[] = [];
  const cells = student.cells.flatMap((cell): Cell[] => {
    const [was, is] = [before.get(cell.id), after.get(cell.id)];
    if (!was || (is && isSame(was, is))) return [is ? { ...cell, metadata: is.metadata } : cell];
    const isTouched = sourceOf(cell) !== sourceOf(was) || cell.cell_type !== was.cell_type;
    if (isTouched && !(is && sourceOf(cell) === sourceOf(is))) {
      left.push(cell.id);
      return [cell];
    }
    changed.push(cell.id);
    return is ? [is] : [];
  });
  for (const [i, cell] of now.cells.entries()) {
    if (present.has(cell.id) || before.has(cell.id)) continue; // there, or deleted by the student
    const place = now.cells.slice(0, i).findLast(({ id }) => cells.some((each) => each.id === id));
    cells.splice(place ? cells.findIndex(({ id }) => id === place.id) + 1 : 0, 0, cell);
    changed.push(cell.id);
  }
  return { notebook: { ...student, cells }, changed, left };
}

const byId = ({ cells }: Notebook) => new Map(cells.map((cell) => [cell.id, cell]));

const isSame = (a: Cell, b: Cell): boolean =>
  a.cell_type === b.cell_type && sourceOf(a) === sourceOf(b);
