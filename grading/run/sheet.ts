import { sumOfMarks, type TaskMark } from "./marks.ts";

/** What a check of notebooks says, as programs read it. */
export interface Sheet {
  tasks: Omit<TaskMark, "extra">[];
  /** Of the tasks that are checked without a person. */
  points: number;
  max: number;
}

/** The marks as JSON, with the sum of what is checked without a person. */
export function sheetOf(marks: TaskMark[]): Sheet {
  const tasks = marks.map(({ id, title, points, max, manual, message }) => ({
    ...{ id, title, points: round(points), max, manual, message },
  }));
  const { points, max } = sumOfMarks(marks.filter(({ manual }) => !manual));
  return { tasks, points: round(points), max };
}

/** The marks as lines of text: a table, what is wrong, and the sum. */
export function sheetText(marks: TaskMark[]): string {
  const rows = marks.map(({ id, title, points, max, manual, extra }) => [
    id,
    title,
    `${manual ? "by hand" : round(points)} of ${max}${extra ? " extra" : ""}`,
  ]);
  const wide = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i].length)));
  const table = rows.map(
    ([id, title, points]) =>
      `${id.padEnd(wide[0])}  ${title.padEnd(wide[1])}  ${points.padStart(wide[2])}`,
  );
  const wrong = marks.filter(({ message }) => message);
  const { points, max } = sheetOf(marks);
  const hand = marks.reduce((sum, mark) => sum + (mark.manual ? mark.max : 0), 0);
  return [
    ...table,
    "",
    ...wrong.flatMap(({ id, message }) => message.split("\n").map((line) => said(id, line))),
    ...(wrong.length ? [""] : []),
    `${points} of ${max} points${hand ? `; ${hand} more are given by hand` : ""}`,
  ].join("\n");
}

/** What is wrong with a task: a sentence that names it, or one behind its name. */
const said = (id: string, line: string) => (line.startsWith(`${id}: `) ? line : `${id}: ${line}`);

/** Points as people write them: with two digits behind the point at most. */
export const round = (points: number): number => Math.round(points * 100) / 100;
