import { displayable, tableBundle } from "../display/index.ts";
import { latestGrade } from "./grade.ts";
import { type Task, tasksOf } from "./tasks.ts";

/** Points of tasks together. */
export interface Sum {
  readonly points: number;
  /** What the tasks are worth without extra credit: no sum is above it. */
  readonly max: number;
}

/** The sum of earned points, with extra credit up to what the other tasks are worth. */
export function sumOf(
  earned: readonly { task: Pick<Task, "points" | "extra">; points: number }[],
): Sum {
  const max = earned.reduce((sum, { task }) => sum + (task.extra ? 0 : task.points), 0);
  const points = earned.reduce((sum, each) => sum + each.points, 0);
  return { points: Math.min(max, Math.round(100 * points) / 100), max };
}

/** The points of a section so far; the last value of a notebook. */
export function sumOfPoints(section: string): Sum {
  const earned = tasksOf(section).map((task) => ({ task, grade: latestGrade(task.id) }));
  const sum = sumOf(earned.map(({ task, grade }) => ({ task, points: grade?.points ?? 0 })));
  const rows = earned.map(({ task, grade }) => ({
    task: task.id,
    title: task.title,
    points: grade ? String(grade.points) : task.by === "person" ? "by hand" : "not checked yet",
    of: task.extra ? `${task.points} extra` : String(task.points),
  }));
  const last = { task: section, title: "the sum", points: String(sum.points), of: `${sum.max}` };
  return displayable(sum, () => tableBundle([...rows, last]));
}
