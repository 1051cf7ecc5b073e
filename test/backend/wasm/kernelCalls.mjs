/**
 * Counts, in a thread of its own, how often training calls each kernel of the WebAssembly backend, and
 * how often TensorFlow.js's own then computes: those are wrapped before ours take their places.
 */
import { parentPort } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { selectBackend } from "lib/backend";
import { trainStep } from "lib/cifar";

/** @type {Record<string, number>} */
let theirs = {};
/** @type {Record<string, number>} */
let called = {};

/** @param {() => Record<string, number>} counts */
function count(counts) {
  for (const kernel of tf.getKernelsForBackend("wasm")) {
    const { kernelName, kernelFunc } = kernel;
    kernel.kernelFunc = (call) => {
      counts()[kernelName] = (counts()[kernelName] ?? 0) + 1;
      return kernelFunc(call);
    };
  }
}

count(() => theirs);
await selectBackend({ backend: "wasm", threads: 1, log() {} });
count(() => called);

const { averagePooling2d, batchNormalization, conv2d, dense, depthwiseConv2d } = tf.layers;
const { globalAveragePooling2d, maxPooling2d, reLU } = tf.layers;
const model = tf.sequential({
  layers: [
    conv2d({
      inputShape: [12, 12, 3],
      filters: 4,
      kernelSize: 3,
      strides: 2,
      activation: "relu",
    }),
    conv2d({ filters: 4, kernelSize: 3, padding: "same", useBias: false }),
    batchNormalization(),
    reLU(),
    depthwiseConv2d({ kernelSize: 3, padding: "same" }),
    maxPooling2d({ poolSize: 2, strides: 1 }),
    averagePooling2d({ poolSize: 2 }),
    globalAveragePooling2d({ dataFormat: "channelsLast" }),
    dense({ units: 2 }),
  ],
});
const images = /** @type {tf.Tensor4D} */ (tf.ones([4, 12, 12, 3]));
const filter = /** @type {tf.Tensor4D} */ (tf.ones([2, 2, 3, 1]));
const bias = tf.ones([3]);
const labels = tf.tensor1d([0, 1, 0, 1], "int32");

/** What is computed, by its name. */
const WORK = {
  step: () => trainStep(model, tf.train.sgd(0.1), { images, labels, classes: 2 }),
  prediction: () => model.predict(images),
  "batch normalisation": () =>
    tf.grads((x, mean, variance, offset, scale) =>
      tf.batchNorm(
        /** @type {tf.Tensor4D} */ (x),
        /** @type {tf.Tensor1D} */ (mean),
        /** @type {tf.Tensor1D} */ (variance),
        /** @type {tf.Tensor1D} */ (offset),
        /** @type {tf.Tensor1D} */ (scale),
      ),
    )([images, bias, bias, bias, bias]),
  bias: () => tf.add(images, bias),
  sum: () => tf.grad((x) => x.sum([1, 2]))(images),
  mean: () => tf.grad((x) => x.mean([1, 2]))(images),
  "depthwise convolution": () =>
    tf.fused.depthwiseConv2d({ x: images, filter, strides: 1, pad: "valid" }),
  tile: () => tf.tile(images, [1, 2, 1, 1]),
  cast: () => tf.cast(images, "float32"),
};

/** @type {Record<string, { called: typeof called, theirs: typeof theirs }>} */
const counts = {};
for (const [what, compute] of Object.entries(WORK)) {
  [called, theirs] = [{}, {}];
  compute();
  counts[what] = { called, theirs };
}
parentPort?.postMessage(counts);
