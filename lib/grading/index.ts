export { GRADE_TYPE, type Grade } from "./grade.ts";
export { gradeAvgPool } from "./gradeAvgPool.ts";
export { gradeEarlyStopping, gradeGridSearch } from "./gradeBehaviours.ts";
export {
  type CellOfSet,
  gradeCellOfSet,
  gradeVoronoiCell,
  type VoronoiCell,
} from "./gradeCells.ts";
export { gradeConv2D } from "./gradeConv2D.ts";
export { type Cut, gradeCut } from "./gradeCut.ts";
export { gradeDense } from "./gradeDense.ts";
export { gradeIteration, type Iteration } from "./gradeIteration.ts";
export { gradeLoss } from "./gradeLoss.ts";
export { gradeNearest, type Nearest } from "./gradeNearest.ts";
export { gradeRelu } from "./gradeRelu.ts";
export type { GradeOptions } from "./options.ts";
export { type Sum, sumOf, sumOfPoints } from "./sum.ts";
export { TASKS, type Task, taskOf, tasksOf } from "./tasks.ts";
export { whenDone } from "./whenDone.ts";
