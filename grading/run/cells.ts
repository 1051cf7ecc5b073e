import { type Cell, type Notebook, sourceOf } from "../../publish/notebooks.ts";

/** What nbgrader notes about a cell (schema 3), of which grading reads this. */
export interface GradeNote {
  grade_id?: string;
  /** It gives points. */
  grade?: boolean;
  /** Students write it. */
  solution?: boolean;
  locked?: boolean;
  points?: number;
}

/** A cell of the assignment or of a submission. */
export interface GradedCell extends Cell {
  metadata: Cell["metadata"] & { nbgrader?: GradeNote };
}

export interface GradedNotebook extends Notebook {
  cells: GradedCell[];
}

export const noteOf = ({ metadata }: GradedCell): GradeNote => metadata.nbgrader ?? {};

/** Whether students write in this cell. */
export const isAnswer = (cell: GradedCell): boolean => noteOf(cell).solution === true;

/** Whether this cell, by running, gives points. */
export const isCheck = (cell: GradedCell): boolean =>
  noteOf(cell).grade === true && !isAnswer(cell) && (noteOf(cell).points ?? 0) > 0;

/** Whether a person gives the points for this cell. */
export const isManual = (cell: GradedCell): boolean =>
  noteOf(cell).grade === true && isAnswer(cell);

export const isCode = (cell: GradedCell): boolean =>
  cell.cell_type === "code" && sourceOf(cell).trim() !== "";

/** "points-3-1-5" and "answer-3-1-5" belong to the task 3.1.5. */
export const taskOf = ({ id }: GradedCell): string => id.replace(/^\D*-/, "").replaceAll("-", ".");
