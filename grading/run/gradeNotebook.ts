import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../../scripts/setup/problem.mjs";
import { work } from "../../scripts/setup/project.mjs";
import type { Cell, Notebook } from "../notebook.ts";
import { type Ended, type Executor, type Limits, usualLimits } from "./executor.ts";
import { marksOf, type TaskMark } from "./marks.ts";
import { merge } from "./merge.ts";
import { needed } from "./needed.ts";
import { behindParameters, smallSettings } from "./smallSettings.ts";

/** A submitted notebook with its marks. */
export interface GradedRun {
  tasks: TaskMark[];
  /** What a person should know. */
  notes: string[];
  /** The notebook as it ran, with its outputs. */
  cells: Cell[];
  /** The ids of the cells that the student wrote. */
  own: Set<string>;
  /** The seconds for which its kernels computed. */
  seconds: number;
}

export interface GradeOptions {
  /** The folder of the project that it runs in; by default the one for all that passes. */
  place?: string;
  limits?: Limits;
  environment?: Record<string, string>;
  /** The command that boxes a kernel which works in this folder. */
  box?: (folder: string) => string[];
  /** Is told which cell begins. */
  at?: (cell: string, number: number, of: number) => void;
}

/** So often the kernel may die before a notebook is given up. */
const ATTEMPTS = 3;

/**
 * Runs a submission's answers between the assignment's cells, and reads what the checks say.
 *
 * Only what the marks depend on runs, with small settings. A cell that ends the kernel is left out
 * of another attempt, so that it costs no other task its points.
 *
 * @param name of the notebook, such as "3.1-neural-network-operations"
 * @param assignment with blanks
 */
export async function gradeNotebook(
  executor: Executor,
  name: string,
  assignment: Notebook,
  submission: Notebook,
  options: GradeOptions = {},
): Promise<GradedRun> {
  const { place = work, limits = usualLimits, environment = {}, box = () => [], at } = options;
  const { cells, own, notes } = merge(assignment, submission);
  const chosen = needed(cells, own);
  const ends = new Map<string, string>();
  let ran: Cell[] = cells;
  let overruns: string[] = [];
  let seconds = 0;
  let why = "It was not reached.";
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const running = chosen.filter(({ id }) => !ends.has(id));
    const folder = await mkdtemp(join(place, "grade-"));
    const first = running.findIndex(({ id }) => own.has(id)); // what is before is no student's fault
    const limited = first < 0 ? [] : running.slice(first).map(({ id }) => id);
    let ended: Ended;
    try {
      const notebook = join(folder, `${name}.ipynb`);
      const small = withSettings(running, name);
      await writeFile(notebook, JSON.stringify({ ...assignment, cells: small }));
      const output = join(folder, "run.ipynb");
      ended = await executor.execute(
        { notebook, output, limits: { ...limits, cells: limited }, environment, box: box(folder) },
        at,
      );
      ran = JSON.parse(await readFile(output, "utf8")).cells;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    if (ran.some(isStale)) {
      throw new Problem(
        "lib was changed or built while notebooks were graded: run the command again.",
      );
    }
    overruns = ended.overruns;
    seconds += ended.seconds;
    if (!ended.ended) break;
    why = `It was not reached: ${ended.ended} in the cell ${ended.cell}.`;
    notes.push(`The run ended in the cell ${ended.cell}: ${ended.ended}.`);
    if (!ended.cell || ended.ended.includes("longer")) break;
    ends.set(ended.cell, `${ended.ended} in this cell.`);
  }
  const byId = new Map(ran.map((cell) => [cell.id, cell]));
  const final = cells.map((cell) => (ends.has(cell.id) ? cell : (byId.get(cell.id) ?? cell)));
  for (const id of overruns) notes.push(`The cell ${id} ran longer than ${limits.cell} s.`);
  const unreached = ({ id }: Cell) => ends.get(id) ?? why;
  return { tasks: marksOf(final, unreached), notes, cells: final, own, seconds };
}

/** The cells with small settings behind those that are tagged "parameters". */
function withSettings(cells: Cell[], name: string): Cell[] {
  const source = smallSettings(name);
  if (!source) return cells;
  return behindParameters(cells, {
    id: "grading-settings",
    cell_type: "code",
    source,
    metadata: {},
    outputs: [],
    execution_count: null,
  });
}

/** Whether a cell could not import the library as it is not built: that is no student's fault. */
const isStale = ({ outputs }: Cell): boolean =>
  (outputs ?? []).some(({ ename }) => ename === "LibraryError");
