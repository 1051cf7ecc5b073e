import type { TaskMark } from "../run/marks.ts";
import type { OwnCell } from "./stored.ts";

/** A student's marks in all notebooks. */
export interface StudentResult {
  student: string;
  number: string;
  /** The name of the student's files. */
  file: string;
  tasks: TaskMark[];
  notes: string[];
  own: OwnCell[];
}

/** What a person has given for an answer. */
export interface HandMark {
  points?: number;
  comment?: string;
}

/** By task ("3.1.5"), then by the name of the student's files. */
export type HandMarks = Record<string, Record<string, HandMark>>;

/** The tasks with what a person has given so far. */
export const withHandMarks = ({ tasks, file }: StudentResult, marks: HandMarks): TaskMark[] =>
  tasks.map((task) => {
    const { points, comment } = (task.manual && marks[task.id]?.[file]) || {};
    return { ...task, points: points ?? task.points, message: comment ?? task.message };
  });

export const isMarked = ({ file }: StudentResult, { id, manual }: TaskMark, marks: HandMarks) =>
  !manual || marks[id]?.[file]?.points !== undefined;
