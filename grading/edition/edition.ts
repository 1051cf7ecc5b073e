import { sourceOf } from "../../publish/notebooks.ts";
import {
  type Cell,
  type Grading,
  gradingOf,
  linesOf,
  type Notebook,
  withMetadata,
} from "../notebook.ts";
import { regionsOf } from "./regions.ts";

/** Cells with these tags are the student's to play with: parameters, and what says "change it". */
const FREE = ["parameters", "free"];

/** Cells with this tag are the worked notebook's alone: worked answers. */
const WORKED = "worked";

const YOUR_ANSWER = "\n\n*Your answer:*\n";

/**
 * The notebook as students get it, made from the worked one: stubs in place of solutions, no worked
 * answers, a place for one's own below each open question, and all else locked. Cells keep their
 * ids, by which they are graded, and by which a corrected notebook finds them.
 *
 * @param name in messages
 * @throws Problem for a solution that does not end
 */
export function studentEdition(worked: Notebook, name: string): Notebook {
  return instructorEdition(worked, name, (cell) => {
    const grading = gradingOf(cell);
    if (!grading?.solution) return cell;
    const source = sourceOf(cell);
    const own = grading.grade
      ? source + YOUR_ANSWER
      : regionsOf(source, `${name}, ${cell.id}`).stubbed;
    return { ...cell, source: linesOf(own) };
  });
}

/** The same with its solutions, to be graded itself: a full sheet. */
export function instructorEdition(
  worked: Notebook,
  _name: string,
  change: (cell: Cell) => Cell = (cell) => cell,
): Notebook {
  const cells = worked.cells
    .filter(({ metadata }) => !metadata.tags?.includes(WORKED))
    .map((cell) => locked(change(cell)))
    .map(withoutOutputs);
  return { ...worked, cells };
}

/** The cell with what keeps Jupyter from editing or deleting it. */
function locked(cell: Cell): Cell {
  const { tags = [] } = cell.metadata;
  const grading: Grading = gradingOf(cell) ?? {
    ...{ grade: false, solution: false, locked: true, task: false },
    ...{ grade_id: cell.id, schema_version: 3, cell_type: cell.cell_type },
  };
  if (grading.solution) return withMetadata(cell, { deletable: false });
  if (tags.some((tag) => FREE.includes(tag))) return cell;
  return withMetadata(cell, { nbgrader: grading, deletable: false, editable: false });
}

function withoutOutputs(cell: Cell): Cell {
  return cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell;
}
