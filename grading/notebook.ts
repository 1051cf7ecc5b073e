import type { Cell, Notebook, Output } from "../publish/notebooks.ts";

export type { Cell, Notebook, Output };

/** What nbgrader, and `npm run check`, read of a cell; the third version of nbgrader's schema. */
export interface Grading {
  /** It gives points: a check, or an answer that a person reads. */
  grade: boolean;
  /** The student writes in it. */
  solution: boolean;
  /** The student's changes do not count. */
  locked: boolean;
  points?: number;
  /** The cell's id. */
  grade_id: string;
  task: boolean;
  schema_version: 3;
  cell_type: string;
}

type Metadata = Cell["metadata"] & { nbgrader?: Grading };

/** What a cell is for grading; undefined for a cell of the student's own, or a free one. */
export function gradingOf({ metadata }: Cell): Grading | undefined {
  return (metadata as Metadata).nbgrader;
}

/** The same cell with other metadata. */
export function withMetadata(cell: Cell, metadata: Metadata & Record<string, unknown>): Cell {
  return { ...cell, metadata: { ...cell.metadata, ...metadata } };
}

/** A source as Jupyter stores it, line by line. */
export function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}
