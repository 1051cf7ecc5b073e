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
export { adversarialStep } from "./evaluation/adversarialStep.ts";
export { type Comparison, compareRuns } from "./evaluation/compareRuns.ts";
export { confidentMistakes } from "./evaluation/confidentMistakes.ts";
export { confusionExamples } from "./evaluation/confusionExamples.ts";
export { type EvaluateOptions, type Evaluation, evaluate } from "./evaluation/evaluate.ts";
export {
  type Patch,
  type StrongestPatches,
  strongestPatches,
} from "./evaluation/strongestPatches.ts";
export { modelFiles } from "./files/modelFiles.ts";
export { type Change, type ChangeRuns, changeRuns, changes } from "./gridSearch/changes.ts";
export type { SearchData } from "./gridSearch/checkSearch.ts";
export type { DataFingerprints, Engine, EngineTask } from "./gridSearch/engine.ts";
export { type GridSearchOptions, gridSearch } from "./gridSearch/gridSearch.ts";
export type { SearchSpace, TrialHyperparameters } from "./gridSearch/hyperparameters.ts";
export { measureChanges } from "./gridSearch/measureChanges.ts";
export { searchMap } from "./gridSearch/searchMap.ts";
export type { SearchProgress, SearchState, SearchWorker } from "./gridSearch/searchProgress.ts";
export type { SearchResult } from "./gridSearch/searchResult.ts";
export { type SeedRun, seedRuns } from "./gridSearch/seedRuns.ts";
export { type ThreadsOptions, threads } from "./gridSearch/threads.ts";
export type { FailedTrial, FinishedTrial, Trial } from "./gridSearch/trial.ts";
export { batchOrder } from "./input/batchOrder.ts";
export { centralCrop } from "./input/centralCrop.ts";
export { type Batch, CROP, type ImageSize, imageBatch } from "./input/imageBatch.ts";
export { type Activations, activationsOf } from "./network/activationsOf.ts";
export { type CnnOptions, cifarCnn } from "./network/cifarCnn.ts";
export { featuresOf } from "./network/featuresOf.ts";
export { type LayerRow, layerTable } from "./network/layerTable.ts";
export { type ReceptiveField, receptiveField } from "./network/receptiveField.ts";
export { coursePreset } from "./training/coursePreset.ts";
export { type CourseRun, courseRun } from "./training/courseRun.ts";
export { type EarlyStoppingRule, earlyStopping, type Verdict } from "./training/earlyStopping.ts";
export { type History, historyOf } from "./training/history.ts";
export { learningRates, type RateRange, type RateTried } from "./training/learningRates.ts";
export type { OptimizerName } from "./training/optimizer.ts";
export { SCHEDULES, type Schedule, type ScheduleName } from "./training/schedule.ts";
export { train } from "./training/train.ts";
export type { Hyperparameters, TrainOptions } from "./training/trainOptions.ts";
export { trainStep } from "./training/trainStep.ts";
