/**
 * What the input pipeline (decode, crop, standardise), the Layers API and the loop's bookkeeping
 * cost: the library's training beside the same network in plain TensorFlow.js operations on one
 * batch that stays the same, both on one thread of WebAssembly with the library's kernels.
 */
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "lib/backend";
import { cifarCnn, historyOf, imageBatch, train } from "lib/cifar";
import { type Dataset, loadCifar10 } from "lib/data";
import { imagesOf } from "../core/images.ts";
import { interleave } from "../core/table.ts";
import type { Bench } from "../index.ts";

const STEPS = 30;
const BATCH = 100;

export const bench: Bench = async function* () {
  await selectBackend({ threads: 1, log: () => {} });
  const data = await loadCifar10();
  const plain = plainNetwork();
  const model = cifarCnn();
  const quiet = { batchSize: BATCH, validateEvery: 1e9, onProgress: () => {} };
  await train(model, data, { ...quiet, iterations: 20 });
  const training = () => {
    const resume = historyOf(model);
    return train(model, data, { ...quiet, iterations: resume.trainLoss.length + STEPS, resume });
  };
  const sides = Object.entries({
    "the same network in plain TensorFlow.js operations, one fixed batch": plain,
    "`train()`: input pipeline, network, loop": training,
    "of which decoding and standardising": decoding(data.train),
  }).map(([name, steps]) => ({
    name,
    measure: async () => {
      const start = performance.now();
      await steps();
      return (performance.now() - start) / STEPS;
    },
  }));
  const title =
    "One training step of the assignment's network, batch 100, on WebAssembly, one thread";
  yield await interleave(title, "ms", sides, { notes: [imagesOf(data.train)] });
};

/** Batches of images that training has not just touched. */
function decoding(dataset: Dataset): () => Promise<void> {
  let first = 0;
  return async () => {
    for (let step = 0; step < STEPS; step++) {
      first = (first + BATCH) % (dataset.labels.length - BATCH);
      const indices = Array.from({ length: BATCH }, (_, i) => first + i);
      const { images, labels } = imageBatch(dataset, indices);
      tf.dispose([images, labels]);
    }
  };
}

/** The assignment's network written out, and a loop of gradient steps on one random batch. */
function plainNetwork(): () => Promise<void> {
  const weights = (shape: number[]) => tf.variable(tf.randomNormal(shape, 0, 0.05));
  const w1 = weights([5, 5, 3, 16]) as tf.Variable<tf.Rank.R4>;
  const w2 = weights([5, 5, 16, 16]) as tf.Variable<tf.Rank.R4>;
  const w3 = weights([5, 5, 16, 32]) as tf.Variable<tf.Rank.R4>;
  const w4 = weights([32, 10]) as tf.Variable<tf.Rank.R2>;
  const [b1, b2, b3, b4] = [16, 16, 32, 10].map((n) => tf.variable(tf.zeros([n])));
  const x = tf.randomNormal<tf.Rank.R4>([BATCH, 24, 24, 3]);
  const labels = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: BATCH }, (_, i) => i % 10),
      "int32",
    ),
    10,
  );
  const optimizer = tf.train.sgd(0.05);
  const loss = () => {
    const h1 = tf.conv2d(x, w1, 2, "valid").add(b1).relu<tf.Tensor4D>();
    const h2 = tf.conv2d(h1, w2, 1, "valid").add(b2).relu<tf.Tensor4D>();
    const h3 = tf.conv2d(h2, w3, 1, "valid").add(b3).relu();
    const logits = h3.sum<tf.Tensor2D>([1, 2]).matMul(w4).add(b4);
    return tf.losses.softmaxCrossEntropy(labels, logits) as tf.Scalar;
  };
  return async () => {
    for (let i = 0; i < STEPS; i++) {
      const value = optimizer.minimize(loss, true);
      await value?.data();
      value?.dispose();
    }
  };
}
