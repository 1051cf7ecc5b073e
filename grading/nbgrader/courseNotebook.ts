import { sourceOf } from "../../publish/notebooks.ts";
import { instructorEdition } from "../edition/edition.ts";
import { type Cell, gradingOf, type Notebook, withMetadata } from "../notebook.ts";
import { isAnswer, isManual } from "../run/cells.ts";
import { withHiddenChecks } from "../run/hiddenChecks.ts";
import { behindParameters, smallSettings } from "../run/smallSettings.ts";

/**
 * A notebook as nbgrader's `source` has it: with its solutions, hidden checks, and small settings
 * for the grader, of which a release has none.
 *
 * @param worked the notebook with its solutions
 * @param name of it
 * @param seed of the hidden checks
 */
export function courseNotebook(worked: Notebook, name: string, seed: number): Notebook {
  const { cells, ...rest } = withHiddenChecks(instructorEdition(worked), seed);
  const graded = cells.map((cell) => withRegions(withNote(cell)));
  return { ...rest, cells: behindParameters(graded, settings(name)) };
}

/** nbgrader wants to know of every cell what it is; what students may change freely is locked too. */
function withNote(cell: Cell): Cell {
  if (gradingOf(cell)) return cell;
  const grading = {
    ...{ grade: false, solution: false, locked: true, task: false },
    ...({ grade_id: cell.id, schema_version: 3, cell_type: cell.cell_type } as const),
  };
  return withMetadata(cell, { nbgrader: grading });
}

/**
 * The marks of solutions as nbgrader_config.py has them: other ones than prose speaks of, as nbgrader
 * looks for them everywhere. An answer in words gets a region, so that its question stays.
 */
function withRegions(cell: Cell): Cell {
  if (!isAnswer(cell)) return cell;
  const source = isManual(cell)
    ? `${sourceOf(cell)}\n\n// BEGIN SOLUTION\n// END SOLUTION`
    : sourceOf(cell);
  return {
    ...cell,
    source: source.replace(/^(\s*)\/\/ (BEGIN|END) SOLUTION$/gm, "$1/// $2 SOLUTION"),
  };
}

/** A check without points, as nbgrader takes hidden regions out of checks alone. */
const settings = (name: string): Cell => ({
  id: "grading-settings",
  cell_type: "code",
  source: `// The grader's own settings stand here.\n// BEGIN HIDDEN TESTS\n${smallSettings(name)}\n// END HIDDEN TESTS`,
  metadata: {
    nbgrader: {
      ...{ grade: true, solution: false, locked: true, task: false, points: 0 },
      ...{ grade_id: "grading-settings", schema_version: 3, cell_type: "code" },
    },
  },
  outputs: [],
  execution_count: null,
});
