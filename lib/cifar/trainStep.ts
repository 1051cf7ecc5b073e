import type * as tf from "@tensorflow/tfjs";
import { crossEntropy } from "./evaluate.ts";
import type { Batch } from "./imageBatch.ts";

/**
 * One step of gradient descent on the batch's mean cross-entropy.
 *
 * @returns the loss before the step, a scalar to dispose of
 */
export function trainStep(model: tf.LayersModel, optimizer: tf.Optimizer, batch: Batch): tf.Scalar {
  const loss = () =>
    crossEntropy(model.apply(batch.images, { training: true }) as tf.Tensor2D, batch.labels);
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  return optimizer.minimize(loss, true, weights) as tf.Scalar;
}
