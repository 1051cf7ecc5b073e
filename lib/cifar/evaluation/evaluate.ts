import * as tf from "@tensorflow/tfjs";
import { breathe } from "#breathe";
import { checkDataset } from "../../data/checkDataset.ts";
import type { Dataset } from "../../data/dataset.ts";
import { imageBatch } from "../input/imageBatch.ts";
import { checkModel, inputSize } from "../network/checkModel.ts";

/** How a model does on a dataset. */
export interface Evaluation {
  /** Share of the images that were classified correctly, 0 to 1. */
  readonly accuracy: number;
  /** Mean cross-entropy, without what regularizers add in training. */
  readonly loss: number;
  /** `confusion[t][p]` images of class t were predicted as class p. */
  readonly confusion: readonly number[][];
  /** The predicted class of every image. */
  readonly predictions: Uint8Array;
  /** The probability, by softmax, that the model gave to each of these predictions. */
  readonly confidences: Float32Array;
}

/** How to evaluate. */
export interface EvaluateOptions {
  /** Images at a time. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
  /** Takes a line about the model, where there is something to say. */
  readonly log?: (line: string) => void;
}

/**
 * Runs the model, which gives logits, over every image of the dataset, a batch at a time; between
 * two batches other code, such as an interrupt, has its turn.
 *
 * @throws TypeError, RangeError when dataset or model do not hold together, or not with one another
 */
export async function evaluate(
  model: tf.LayersModel,
  dataset: Dataset,
  { batchSize = 500, signal, log = console.log }: EvaluateOptions = {},
): Promise<Evaluation> {
  checkDataset("evaluate: the dataset", dataset);
  checkModel("evaluate", model, dataset.classes.length, log);
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`evaluate: batchSize is ${batchSize}, it takes a whole number from 1`);
  }
  const crop = inputSize("evaluate", model, dataset);
  const n = dataset.labels.length;
  const predictions = new Uint8Array(n);
  const confidences = new Float32Array(n);
  let loss = 0;
  for (let start = 0; start < n; start += batchSize) {
    signal?.throwIfAborted();
    const size = Math.min(batchSize, n - start);
    const batch = tf.tidy(() => {
      const indices = Uint32Array.from({ length: size }, (_, i) => start + i);
      const { images, labels } = imageBatch(dataset, indices, undefined, crop);
      const logits = model.predictOnBatch(images) as tf.Tensor2D;
      return {
        sum: crossEntropy(logits, labels).mul(size),
        predicted: logits.argMax(1),
        confidence: logits.softmax().max(1),
      };
    });
    loss += (await batch.sum.data())[0];
    predictions.set(await batch.predicted.data(), start);
    confidences.set(await batch.confidence.data(), start);
    tf.dispose(batch);
    await breathe();
  }
  const confusion = dataset.classes.map(() => dataset.classes.map(() => 0));
  for (let i = 0; i < n; i++) confusion[dataset.labels[i]][predictions[i]]++;
  const correct = confusion.reduce((sum, row, t) => sum + row[t], 0);
  return { accuracy: correct / n, loss: loss / n, confusion, predictions, confidences };
}

/**
 * Mean softmax cross-entropy of logits [N, classes] against labels [N]: a scalar. The numbers are those of
 * `tf.losses.softmaxCrossEntropy`, in half as many operations:
 *
 *     loss = −1/N Σ_n log softmax(logits)[n, labels[n]]
 *     dlogits = (softmax(logits) − oneHot(labels)) / N
 */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  const [n, classes] = logits.shape;
  const loss = tf.customGrad((logits, save) => {
    const logProbabilities = tf.logSoftmax(logits as tf.Tensor2D);
    const oneHot = tf.oneHot(labels, classes).toFloat(); // wasm's oneHot is right for int32 alone
    (save as tf.GradSaveFunc)([logProbabilities, oneHot]);
    return {
      value: logProbabilities.mul(oneHot).sum().div(-n),
      gradFunc: (dy: tf.Tensor, [logProbabilities, oneHot]: tf.Tensor[]) =>
        logProbabilities.exp().sub(oneHot).mul(dy.div(n)),
    };
  });
  return loss(logits) as tf.Scalar;
}
