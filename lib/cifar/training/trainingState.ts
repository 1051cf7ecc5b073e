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

/** What changes in training: the weights of both. */
interface Trained {
  readonly model: tf.LayersModel;
  readonly optimizer: ScheduledOptimizer;
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

/** Copies the state of a run whose best weights so far are `best`. */
export async function copyState(
  { model, optimizer }: Trained,
  best: Weights | undefined,
): Promise<TrainingState> {
  return { weights: await copyWeights(model), optimizer: await optimizerState(optimizer), best };
}

/**
 * Brings model and optimiser to the state after `iterations` steps.
 *
 * @throws RangeError when the state is that of another network
 */
export async function restoreState(
  { model, optimizer }: Trained,
  state: TrainingState,
  iterations: number,
): Promise<void> {
  const sizes = model.getWeights().map(({ size }) => size);
  const kept = state.weights.map(({ length }) => length);
  if (sizes.join() !== kept.join()) {
    throw new RangeError(
      `train: the run to go on with has weights of sizes ${kept}, the model of ${sizes}; ` +
        "give the model that it trained",
    );
  }
  setWeights(model, state.weights);
  const gathered = { weights: model.trainableWeights, iterations };
  await restoreOptimizer(optimizer, state.optimizer, gathered);
}

/** The state in which the run of each history ended, so that the history can be continued. */
export const endStates: WeakMap<History, TrainingState> = new WeakMap();
