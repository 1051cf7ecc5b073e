export { type Activations, activationsOf } from "./activationsOf.ts";
export { batchOrder } from "./batchOrder.ts";
export { type Behaviour, BehaviourReport } from "./checks/behaviourReport.ts";
export { checkEarlyStopping } from "./checks/checkEarlyStopping.ts";
export {
  type Combination,
  checkGridSearch,
  type OwnSearch,
  type OwnTrial,
  type SearchTask,
  type Trained,
} from "./checks/checkGridSearch.ts";
export type { StoppingLoop, StoppingTask } from "./checks/playStopping.ts";
export { type CnnOptions, cifarCnn } from "./cifarCnn.ts";
export { confidentMistakes } from "./confidentMistakes.ts";
export { confusionExamples } from "./confusionExamples.ts";
export { coursePreset } from "./coursePreset.ts";
export { type CourseRun, courseRun } from "./courseRun.ts";
export { type EarlyStoppingRule, earlyStopping, type Verdict } from "./earlyStopping.ts";
export { type EvaluateOptions, type Evaluation, evaluate } from "./evaluate.ts";
export type { SearchData } from "./gridSearch/checkSearch.ts";
export { type GridSearchOptions, gridSearch } from "./gridSearch/gridSearch.ts";
export type { SearchSpace, TrialHyperparameters } from "./gridSearch/hyperparameters.ts";
export { searchMap } from "./gridSearch/searchMap.ts";
export type { SearchProgress } from "./gridSearch/searchProgress.ts";
export type { SearchResult } from "./gridSearch/searchResult.ts";
export type { FailedTrial, FinishedTrial, Trial } from "./gridSearch/trial.ts";
export { type History, historyOf } from "./history.ts";
export { type Batch, CROP, type ImageSize, imageBatch } from "./imageBatch.ts";
export { type LayerRow, layerTable } from "./layerTable.ts";
export { modelFiles } from "./modelFiles/modelFiles.ts";
export type { OptimizerName } from "./optimizer.ts";
export { SCHEDULES, type Schedule, type ScheduleName } from "./schedule.ts";
export { train } from "./train.ts";
export type { Hyperparameters, TrainOptions } from "./trainOptions.ts";
export { trainStep } from "./trainStep.ts";
