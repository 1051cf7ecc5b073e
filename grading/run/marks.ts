import { sourceOf } from "../../publish/notebooks.ts";
import { type GradedCell, isCheck, isManual, noteOf, taskOf } from "./cells.ts";

/** A task of the assignment with what it has earned. */
export interface TaskMark {
  /** "3.1.1" */
  id: string;
  title: string;
  /** What it has earned; 0 for what a person has yet to mark. */
  points: number;
  max: number;
  /** A person gives the points. */
  manual: boolean;
  /** They are extra: without them a sum can be full. */
  extra: boolean;
  /** What is wrong, or why there are no points; empty where all is right. */
  message: string;
}

/** What `lib/grading` says of a check. */
interface CheckBundle {
  points: number;
  wrong: string[];
}

const MIME = "application/vnd.cnn-check+json";

/**
 * The marks of an executed notebook, in its order.
 *
 * @param unreached why a cell did not run, by its id
 */
export function marksOf(cells: GradedCell[], unreached: (cell: GradedCell) => string): TaskMark[] {
  const graded = cells.filter((cell) => isCheck(cell) || isManual(cell));
  return graded.map((cell) => {
    const id = taskOf(cell);
    const manual = isManual(cell);
    const max = noteOf(cell).points ?? 0;
    const title = titleOf(id, cells.slice(0, cells.indexOf(cell)));
    const extra = /extra/i.test(title) || /extra/i.test(cell.metadata.tags?.join() ?? "");
    const mark = manual ? { points: 0, message: "" } : markOf(cell, max, unreached);
    return {
      id,
      title: title.replace(/\s*\([^)]*points?[^)]*\)$/, ""),
      ...mark,
      max,
      manual,
      extra,
    };
  });
}

/** The heading of a task: the last one that has its number, else the last one. */
function titleOf(id: string, before: GradedCell[]): string {
  const headings = before
    .filter(({ cell_type }) => cell_type === "markdown")
    .flatMap((cell) => sourceOf(cell).match(/^#+ .*$/gm) ?? [])
    .map((heading) => heading.replace(/^#+ /, "").trim());
  const own = headings.findLast((heading) => heading.includes(id));
  return (own ?? headings.at(-1) ?? id)
    .replace(id, "")
    .replace(/\(\s*\)/, "")
    .trim();
}

function markOf(
  cell: GradedCell,
  max: number,
  unreached: (cell: GradedCell) => string,
): Pick<TaskMark, "points" | "message"> {
  const outputs = cell.outputs ?? [];
  const error = outputs.find(({ output_type }) => output_type === "error");
  if (error?.ename === "KeyboardInterrupt")
    return { points: 0, message: "It ran for too long and was interrupted." };
  if (error) return { points: 0, message: `${error.ename}: ${error.evalue}`.split("\n")[0] };
  const result = outputs.find(({ output_type }) => output_type === "execute_result")?.data;
  const bundle = result?.[MIME];
  if (isBundle(bundle))
    return { points: clamp(bundle.points, max), message: bundle.wrong.map(String).join("; ") };
  const number = result && Number([result["text/plain"]].flat().join(""));
  if (number !== undefined && Number.isFinite(number))
    return { points: clamp(number, max), message: "" };
  if (result) return { points: 0, message: "The check gave no number." };
  if (cell.execution_count == null) return { points: 0, message: unreached(cell) };
  return { points: max, message: "" }; // as nbgrader has it: a check that does not throw
}

const isBundle = (bundle: unknown): bundle is CheckBundle =>
  typeof bundle === "object" &&
  bundle !== null &&
  "points" in bundle &&
  typeof bundle.points === "number" &&
  "wrong" in bundle &&
  Array.isArray(bundle.wrong);

const clamp = (points: number, max: number): number =>
  Number.isFinite(points) ? Math.max(0, Math.min(points, max)) : 0;

/** What tasks add up to: extra points never lift it above what the others can give. */
export function sumOf(tasks: Pick<TaskMark, "points" | "max" | "extra">[]): {
  points: number;
  max: number;
} {
  const max = tasks.reduce((sum, task) => sum + (task.extra ? 0 : task.max), 0);
  const points = tasks.reduce((sum, task) => sum + task.points, 0);
  return { points: Math.min(points, max), max };
}
