import type { LayersModel } from "@tensorflow/tfjs";
import type { Measurement } from "../../plot/learningCurves.ts";

/** What a training run measured. */
export interface History {
  /** Mean cross-entropy of each iteration's batch and what regularizers add, before its step. */
  readonly trainLoss: Measurement[];
  /** Share of the validation images that were classified correctly, 0 to 1. */
  readonly validationAccuracy: Measurement[];
  /** The absolute maximum of `validationAccuracy`; absent before the first measurement. */
  best?: Measurement;
  /** When and why the run ended; absent while it goes on. */
  stopped?: { readonly iteration: number; readonly reason: string };
  /** Time spent, validation included. */
  seconds: number;
}

const histories = new WeakMap<LayersModel, History>();

/**
 * The history of the model's latest run, also of one that was interrupted: the cell that
 * called `train` then has no result, the model keeps its weights, and this its curves.
 *
 * @throws Error when the model was not trained
 */
export function historyOf(model: LayersModel): History {
  const history = histories.get(model);
  if (!history) throw new Error(`historyOf: model "${model.name}" has not been trained yet`);
  return history;
}

/** Whether the model has been trained in this process. */
export function isTrained(model: LayersModel): boolean {
  return histories.has(model);
}

/** Begins the model's history, or continues one. */
export function recordHistory(model: LayersModel, resume?: History): History {
  const history = resume ?? { trainLoss: [], validationAccuracy: [], seconds: 0 };
  history.stopped = undefined;
  histories.set(model, history);
  return history;
}
