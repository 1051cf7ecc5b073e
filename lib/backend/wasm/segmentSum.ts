import * as tf from "@tensorflow/tfjs";
import { heapViews } from "./heapViews.ts";
import { type Call, replaceKernel } from "./replaceKernel.ts";

/**
 * Gives the WebAssembly backend `tf.unsortedSegmentSum`, which it lacks: the gradient of
 * `tf.gather`, and so of an embedding. Idempotent.
 */
export function registerSegmentSum(): void {
  replaceKernel(tf.UnsortedSegmentSum, segmentSum);
}

/** x [...S, ...inner], segmentIds S of ids → Σ of x with that id [numSegments, ...inner] */
function segmentSum(
  call: Call<{ x: tf.TensorInfo; segmentIds: tf.TensorInfo }, { numSegments: number }>,
): tf.TensorInfo {
  const { inputs, attrs, backend } = call;
  const { x, segmentIds } = inputs;
  const inner = x.shape.slice(segmentIds.shape.length);
  const out = backend.makeOutput([attrs.numSegments, ...inner], x.dtype);
  const [from, ids, sums] = heapViews(backend, x, segmentIds, out);
  const size = tf.util.sizeFromShape(inner);
  sums.fill(0);
  for (const [row, id] of ids.entries()) {
    if (id < 0 || id >= attrs.numSegments) continue; // as TensorFlow on a GPU
    for (let i = 0; i < size; i++) sums[id * size + i] += from[row * size + i];
  }
  return out;
}
