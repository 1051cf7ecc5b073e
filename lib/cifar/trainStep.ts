import * as tf from "@tensorflow/tfjs";
import type { StepBackend } from "../backend/step.ts";
import { crossEntropy } from "./evaluate.ts";
import type { Batch } from "./imageBatch.ts";

/**
 * One step of gradient descent on the batch's mean cross-entropy.
 *
 * @returns the loss before the step, a scalar to dispose of
 */
export function trainStep(model: tf.LayersModel, optimizer: tf.Optimizer, batch: Batch): tf.Scalar {
  const { images, labels } = batch;
  const loss = () => crossEntropy(model.apply(images, { training: true }) as tf.Tensor2D, labels);
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const run = () => optimizer.minimize(loss, true, weights) as tf.Scalar;
  const backend = tf.backend() as tf.KernelBackend & Partial<StepBackend>;
  if (!backend.runStep || !(optimizer instanceof tf.SGDOptimizer)) return run();
  const { iterations } = optimizer;
  // biome-ignore lint/complexity/useLiteralKeys: it is protected
  const inputs = [images, labels, optimizer["c"]];
  const result = backend.runStep(optimizer, { inputs, given: [model, ...weights], run });
  // biome-ignore lint/complexity/useLiteralKeys: it is protected
  if (optimizer.iterations === iterations) optimizer["incrementIterations"]();
  return result;
}
