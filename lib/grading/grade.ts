import { displayable, sentenceHtml } from "../display/index.ts";
import { type Task, taskOf } from "./tasks.ts";

/** One thing that a task asks for, and what it is worth. */
export interface Item {
  readonly what: string;
  readonly points: number;
  /** What is wrong with it; undefined where it is right. */
  readonly wrong: string | undefined;
}

/** What a task has earned. */
export interface Grade {
  readonly task: string;
  readonly title: string;
  readonly points: number;
  readonly max: number;
  /** A sentence for each thing that is wrong. */
  readonly wrong: readonly string[];
}

/** The MIME type of a grade as data. */
export const GRADE_TYPE = "application/vnd.cnn-check+json";

const latest = new Map<string, Grade>();

/** The grade that a task got last in this process. */
export function latestGrade(task: string): Grade | undefined {
  return latest.get(task);
}

/**
 * The grade of a task whose items are judged. As the last value of a cell it shows its points, what
 * is right and what is wrong; `text/plain` is the number of points alone, which nbgrader reads.
 */
export function gradeOf(id: string, items: readonly Item[]): Grade {
  const task = taskOf(id);
  const worth = items.reduce((sum, { points }) => sum + points, 0);
  const earned = items.reduce((sum, { points, wrong }) => sum + (wrong ? 0 : points), 0);
  const grade: Grade = {
    task: id,
    title: task.title,
    points: round((task.points * earned) / worth),
    max: task.points,
    wrong: [...new Set(items.flatMap(({ wrong }) => wrong ?? []))],
  };
  latest.set(id, grade);
  return displayable(grade, () => ({
    "text/plain": String(grade.points),
    "text/markdown": toMarkdown(task, grade, items),
    [GRADE_TYPE]: { ...grade },
  }));
}

function toMarkdown(task: Task, { points, wrong }: Grade, items: readonly Item[]): string {
  const head = `**${task.id}, ${task.title}: ${points} of ${task.points} points**`;
  const right = items.filter((item) => !item.wrong).map(({ what }) => `- ✓ ${quote(what)}`);
  return [head, "", ...wrong.map((each) => `- ✗ ${quote(each)}`), ...right].join("\n");
}

/** Hints quote what a student's code has thrown: it is text, not Markdown or HTML, but for names in backticks. */
function quote(text: string): string {
  const html = sentenceHtml(text.replace(/\s+/g, " "));
  return html.replace(/[\\`*_[\]|$~]/g, "\\$&");
}

function round(points: number): number {
  return Math.round(100 * points) / 100;
}
