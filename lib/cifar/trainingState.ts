import * as tf from "@tensorflow/tfjs";
import type { History } from "./history.ts";
import { optimizerState, restoreOptimizer, type ScheduledOptimizer } from "./optimizer.ts";

/** Copies of a model's weights, in the order of `model.weights`. */
export type Weights = readonly Float32Array[];

/** What a run needs besides its history to go on as if it had never stopped. */
export interface TrainingState {
  readonly weights: Weights;
  /** What the optimiser has gathered. */
  readonly optimizer: readonly Float32Array[];
  /** The weights at `history.best`, where early stopping keeps them. */
  readonly best: Weights | undefined;
}

/** Copies the weights out of the model. */
export function copyWeights(model: tf.LayersModel): Promise<Weights> {
  return Promise.all(model.getWeights().map((weight) => weight.data<"float32">()));
}

/** Puts copied weights back, every bit as it was. */
export function setWeights(model: tf.LayersModel, weights: Weights): void {
  tf.tidy(() => {
    model.setWeights(
      weights.map((values, i) => tf.tensor(values, model.weights[i].shape as number[])),
    );
  });
}

const states = new WeakMap<History, TrainingState>();

/** Keeps the state in which a run ended, so that its history can be continued. */
export async function keepState(
  history: History,
  run: { model: tf.LayersModel; optimizer: tf.Optimizer; best: Weights | undefined },
): Promise<void> {
  const weights = await copyWeights(run.model);
  states.set(history, { weights, optimizer: await optimizerState(run.optimizer), best: run.best });
}

/** The state in which the history's run ended; undefined for a history read from elsewhere. */
export function stateOf(history: History): TrainingState | undefined {
  return states.get(history);
}

/** Brings model and optimiser to the state after `iterations` steps. */
export async function restoreState(
  state: TrainingState,
  iterations: number,
  { model, optimizer }: { model: tf.LayersModel; optimizer: ScheduledOptimizer },
): Promise<void> {
  setWeights(model, state.weights);
  const gathered = { weights: model.trainableWeights, iterations };
  await restoreOptimizer(optimizer, state.optimizer, gathered);
}
