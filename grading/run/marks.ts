import { GRADE_TYPE, type Sum, sumOf, TASKS, type Task } from "lib/grading";
import { type Cell, gradingOf } from "../notebook.ts";
import { isCheck, isManual } from "./cells.ts";

/** A task of the assignment with what it has earned. */
export interface TaskMark {
  /** "3.1.1"; "3.1.5 answer" where a person marks. */
  id: string;
  title: string;
  /** What it has earned; 0 for what a person has yet to mark. */
  points: number;
  max: number;
  /** A person gives the points. */
  manual: boolean;
  /** They are extra: without them a sum can be full. */
  extra: boolean;
  /** What is wrong, a line each, or why there are no points; empty where all is right. */
  message: string;
}

/** What `lib/grading` says of a check. */
interface CheckBundle {
  points: number;
  wrong: string[];
}

/**
 * The marks of an executed notebook, in its order.
 *
 * @param unreached why a cell did not run
 */
export function marksOf(cells: Cell[], unreached: (cell: Cell) => string): TaskMark[] {
  const graded = cells.filter((cell) => isCheck(cell) || isManual(cell));
  return graded.map((cell) => {
    const { id, title, extra } = taskIn(cell);
    const manual = isManual(cell);
    const max = gradingOf(cell)?.points ?? 0;
    const { points, message } = manual ? { points: 0, message: "" } : markOf(cell, max, unreached);
    return { id, title, points, max, manual, extra, message };
  });
}

/** The task of a cell that gives points; of a course's own cell, one with its id. */
const taskIn = ({ id }: Cell): Pick<Task, "id" | "title" | "extra"> =>
  TASKS.find(({ cell }) => cell === id) ?? { id, title: "", extra: false };

function markOf(
  cell: Cell,
  max: number,
  unreached: (cell: Cell) => string,
): Pick<TaskMark, "points" | "message"> {
  const within = (points: number): number =>
    Number.isFinite(points) ? Math.max(0, Math.min(points, max)) : 0;
  const outputs = cell.outputs ?? [];
  const error = outputs.find(({ output_type }) => output_type === "error");
  if (error?.ename === "KeyboardInterrupt") {
    return { points: 0, message: "It ran for too long and was interrupted." };
  }
  if (error) return { points: 0, message: `${error.ename}: ${error.evalue}`.split("\n")[0] };
  const result = outputs.find(({ output_type }) => output_type === "execute_result")?.data;
  const bundle = result?.[GRADE_TYPE];
  if (isBundle(bundle)) {
    return { points: within(bundle.points), message: bundle.wrong.map(String).join("\n") };
  }
  const number = result && Number([result["text/plain"]].flat().join(""));
  if (number !== undefined && Number.isFinite(number)) {
    return { points: within(number), message: "" };
  }
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

/** What tasks add up to. */
export const sumOfMarks = (marks: TaskMark[]): Sum =>
  sumOf(
    marks.map((mark) => ({ task: { points: mark.max, extra: mark.extra }, points: mark.points })),
  );
