import { sumOfMarks, type TaskMark } from "../run/marks.ts";
import { round } from "../run/sheet.ts";

/**
 * What Gradescope reads as results/results.json: its own `score` is the sum, which extra points do
 * not lift above the sheet's.
 */
export function gradescope(tasks: TaskMark[]): object {
  const automatic = tasks.filter(({ manual }) => !manual);
  return {
    score: round(sumOfMarks(automatic).points),
    tests: automatic.map(({ id, title, points, max, extra, message }) => ({
      number: id,
      name: title,
      score: round(points),
      max_score: extra ? 0 : max,
      output: message,
      visibility: "visible",
    })),
  };
}
