export { type CnnOptions, cifarCnn } from "./cifarCnn.ts";
export { type Evaluation, evaluate } from "./evaluate.ts";
export { type History, historyOf } from "./history.ts";
export { type Batch, CROP, imageBatch } from "./imageBatch.ts";
export { type LayerRow, layerTable } from "./layerTable.ts";
export { type TrainOptions, train } from "./train.ts";
export { trainStep } from "./trainStep.ts";
