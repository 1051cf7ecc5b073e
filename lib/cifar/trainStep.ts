import type * as tf from "@tensorflow/tfjs";
import { runStep } from "../backend/step.ts";
import { crossEntropy } from "./evaluate.ts";
import type { Batch } from "./imageBatch.ts";

/**
 * One step of gradient descent on the batch's mean cross-entropy.
 *
 * On tfjs-node the steps of an optimizer become one graph after the first ten, as those of a
 * `tf.function` in Python. A layer of your own keeps the computation and the tensors that it had
 * then; variables it reads anew.
 *
 * @returns the loss before the step, a scalar to dispose of
 */
export function trainStep(model: tf.LayersModel, optimizer: tf.Optimizer, batch: Batch): tf.Scalar {
  const { images, labels } = batch;
  const loss = () => crossEntropy(model.apply(images, { training: true }) as tf.Tensor2D, labels);
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  return runStep(optimizer, {
    inputs: [images, labels],
    given: [model, ...weights],
    run: () => optimizer.minimize(loss, true, weights) as tf.Scalar,
  });
}
