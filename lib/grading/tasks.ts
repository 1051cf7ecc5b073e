/** A task of the assignment, or a part of one that is judged by itself. */
export interface Task {
  /** Its number, such as "3.1.1"; parts have a letter. */
  readonly id: string;
  readonly title: string;
  /** The most that it earns. */
  readonly points: number;
  /** The cell that gives its points: a check, or an answer that a person reads. */
  readonly cell: string;
  /** Who gives the points: a check cell, or a person. */
  readonly by: "check" | "person";
  /** It fills up lost points, and never lifts a sum above that of the others. */
  readonly extra: boolean;
}

const checked = (id: string, points: number, title: string, extra = false): Task => ({
  ...{ id, title, points, extra },
  cell: `points-${id.replaceAll(".", "-")}`,
  by: "check",
});

const read = (id: string, points: number, title: string): Task => ({
  ...{ id: `${id} answer`, title, points, extra: false },
  cell: `answer-${id.replaceAll(".", "-")}`,
  by: "person",
});

/** All tasks, in the order of the notebooks; without extra credit they are worth 100 points. */
export const TASKS: readonly Task[] = [
  checked("3.0.1a", 6, "the nearest neighbours by brute force"),
  checked("3.0.1b", 8, "the half-plane cut"),
  checked("3.0.1c", 6, "the Voronoi cells"),
  checked("3.0.2", 5, "the cell of a set of three", true),
  checked("3.1.1", 10, "convolution: backward"),
  checked("3.1.2", 5, "ReLU: forward"),
  checked("3.1.3", 5, "average pooling: backward"),
  checked("3.1.4", 10, "softmax cross-entropy: forward"),
  checked("3.1.5", 5, "an iteration of training"),
  read("3.1.5", 5, "why the curve is jagged"),
  checked("3.1.6", 5, "a dense layer", true),
  checked("3.2.1", 12, "early stopping"),
  read("3.2.1", 3, "the test accuracy with early stopping"),
  checked("3.2.2", 21, "grid search"),
  read("3.2.2", 4, "the test accuracy of the winner"),
];

/**
 * The task of this number.
 *
 * @throws RangeError where there is none
 */
export function taskOf(id: string): Task {
  const task = TASKS.find((each) => each.id === id);
  if (task) return task;
  throw new RangeError(`no task ${id}; there are ${TASKS.map((each) => each.id).join(", ")}`);
}

/** The tasks of a section: those of "3.1" are 3.1.1 to 3.1.6. */
export function tasksOf(section: string): Task[] {
  return TASKS.filter(({ id }) => id.startsWith(`${section}.`));
}
