import { COVER, sourceOf, withoutOutputs } from "../../publish/notebooks.ts";
import { type Cell, gradingOf, linesOf, type Notebook, withMetadata } from "../notebook.ts";
import { isAnswer, isManual } from "../run/cells.ts";
import { regionsOf } from "./regions.ts";

/** Cells with these tags are the student's to play with: parameters, and what says "change it". */
const FREE = ["parameters", "free"];

/** Cells with this tag are the worked notebook's alone: worked answers. */
const WORKED = "worked";

/** The tag of the cell whose figure stands for a notebook with blanks, where COVER's needs a solution. */
const BLANK_COVER = "blank-cover";

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
  return edition(withBlankCover(worked), (cell) => emptied(cell, name));
}

/** The same with its solutions: a submission that earns all points. */
export function instructorEdition(worked: Notebook): Notebook {
  return edition(worked, (cell) => cell);
}

function edition(worked: Notebook, change: (cell: Cell) => Cell): Notebook {
  const cells = worked.cells
    .filter((cell) => !hasTag(cell, [WORKED]))
    .map((cell) => locked(withoutOutputs(change(cell))));
  return { ...worked, cells };
}

/** The lines of all solutions of a worked notebook, and of its worked answers. */
export function secretsOf(worked: Notebook, name: string): string[] {
  return worked.cells.flatMap((cell) => {
    if (hasTag(cell, [WORKED])) return sourceOf(cell).split("\n");
    return isAnswer(cell) && !isManual(cell)
      ? regionsOf(sourceOf(cell), `${name}, ${cell.id}`).solved
      : [];
  });
}

function emptied(cell: Cell, name: string): Cell {
  if (!isAnswer(cell)) return cell;
  const source = sourceOf(cell);
  const own = isManual(cell)
    ? source.replace(YOUR_ANSWER, "") + YOUR_ANSWER
    : regionsOf(source, `${name}, ${cell.id}`).stubbed;
  return { ...cell, source: linesOf(own) };
}

function withBlankCover(notebook: Notebook): Notebook {
  if (!notebook.cells.some((cell) => hasTag(cell, [BLANK_COVER]))) return notebook;
  const cells = notebook.cells.map((cell): Cell => {
    const tags = cell.metadata.tags
      ?.filter((tag) => tag !== COVER)
      .map((tag) => (tag === BLANK_COVER ? COVER : tag));
    return tags ? withMetadata(cell, { tags }) : cell;
  });
  return { ...notebook, cells };
}

/** The cell with what keeps Jupyter, and nbgrader, from taking changes of it. */
function locked(cell: Cell): Cell {
  const deletable = false;
  if (isAnswer(cell)) return withMetadata(cell, { deletable });
  if (hasTag(cell, FREE)) return cell;
  const nbgrader = {
    ...{ grade: false, solution: false, locked: true, task: false },
    ...{ grade_id: cell.id, schema_version: 3, cell_type: cell.cell_type },
    ...gradingOf(cell),
  };
  return { ...cell, metadata: { ...cell.metadata, ...{ nbgrader, deletable, editable: false } } };
}

function hasTag({ metadata }: Cell, tags: readonly string[]): boolean {
  return tags.some((tag) => metadata.tags?.includes(tag));
}
