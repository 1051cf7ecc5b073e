import { type Cell, sourceOf } from "../../publish/notebooks.ts";
import { gradingOf } from "../notebook.ts";

/** Whether students write in this cell, for points. */
export const isAnswer = (cell: Cell): boolean => gradingOf(cell)?.solution === true;

/** Whether this cell, by running, gives points. */
export const isCheck = (cell: Cell): boolean => {
  const { grade, points = 0 } = gradingOf(cell) ?? {};
  return grade === true && points > 0 && !isAnswer(cell);
};

/** Whether a person gives the points for this cell. */
export const isManual = (cell: Cell): boolean => gradingOf(cell)?.grade === true && isAnswer(cell);

/** Whether a student's changes of this cell do not count. */
export const isLocked = (cell: Cell): boolean => gradingOf(cell)?.locked === true;

export const isCode = (cell: Cell): boolean =>
  cell.cell_type === "code" && sourceOf(cell).trim() !== "";
