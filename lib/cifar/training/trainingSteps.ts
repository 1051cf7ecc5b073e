import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../data/dataset.ts";
import { seededRandom } from "../../data/random.ts";
import { batchOrder } from "../input/batchOrder.ts";
import { imageBatch } from "../input/imageBatch.ts";
import { inputSize } from "../network/checkModel.ts";
import { decayWeights } from "./decayWeights.ts";
import type { ScheduledOptimizer } from "./optimizer.ts";
import { SCHEDULES } from "./schedule.ts";
import type { Settings } from "./trainOptions.ts";
import { trainStep } from "./trainStep.ts";

/**
 * The steps of a run: `step(i)` draws batch and learning rate of step i, both pure functions of
 * i and the settings, changes the weights and gives the batch's loss before that, a scalar to
 * dispose of.
 *
 * @throws RangeError when the dataset does not fill one batch
 */
export function trainingSteps(
  model: tf.LayersModel,
  optimizer: ScheduledOptimizer,
  dataset: Dataset,
  settings: Settings,
): (i: number) => tf.Scalar {
  const { iterations, batchSize, learningRate, weightDecay, augment, seed } = settings;
  const batchOf = batchOrder(dataset.labels.length, batchSize, seed);
  const crop = inputSize("train", model, dataset);
  const factor =
    typeof settings.schedule === "function" ? settings.schedule : SCHEDULES[settings.schedule];
  return (i) => {
    const rate = learningRate * factor(i / iterations);
    const crops = augment ? seededRandom(`${seed}/crops/${i}`) : undefined;
    return tf.tidy(() => {
      const batch = imageBatch(dataset, batchOf(i), crops, crop);
      if (weightDecay) decayWeights(model, rate * weightDecay);
      optimizer.setLearningRate(rate);
      return trainStep(model, optimizer, batch);
    });
  };
}
