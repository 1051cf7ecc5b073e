import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { borrowed } from "./borrowedKernels.ts";
import type { Divisible } from "./dividedWork.ts";
import { type Call, replaceKernel } from "./replaceKernel.ts";
import { divide } from "./tensorModules.ts";

interface Pooling {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: Parameters<typeof tf.backend_util.computePool2DInfo>[4];
  dimRoundingMode?: "floor" | "round" | "ceil";
}

type Forward = Call<{ x: tf.TensorInfo }, Pooling>;
type Gradient = Call<{ dy: tf.TensorInfo; input: tf.TensorInfo }, Pooling>;

/**
 * Gives the WebAssembly backend the project's own pooling and gradients of it. TensorFlow.js's write
 * beyond their memory for some shapes, and that of the maximum's gradient takes no number for the
 * greatest that is not positive. Idempotent.
 */
export function registerPooling(): void {
  replaceKernel(tf.MaxPool, (call: Forward) => forward("maxPool", call));
  replaceKernel(tf.AvgPool, (call: Forward) => forward("averagePool", call));
  replaceKernel(tf.MaxPoolGrad, (call: Gradient) => {
    return gradient("maxPoolGradient", [call.inputs.input, call.inputs.dy], call);
  });
  replaceKernel(tf.AvgPoolGrad, (call: Gradient) => {
    return gradient("averagePoolGradient", [call.inputs.dy], call);
  });
}

/** x [N,H,W,C] → [N,I,J,C], of windows that may overlap, leave gaps, reach beyond. */
function forward(kernel: "maxPool" | "averagePool", call: Forward): tf.TensorInfo {
  const { inputs, attrs, backend } = call;
  if (inputs.x.dtype !== "float32")
    return borrowed(kernel === "maxPool" ? tf.MaxPool : tf.AvgPool, call);
  const info = infoOf(inputs.x, attrs);
  const out = backend.makeOutput(info.outShape, "float32");
  run(kernel, [inputs.x, out], info, info, backend);
  return out;
}

/** dy [N,I,J,C], input [N,H,W,C] → [N,H,W,C] */
function gradient(
  kernel: "maxPoolGradient" | "averagePoolGradient",
  tensors: tf.TensorInfo[],
  { inputs: { dy, input }, attrs, backend }: Gradient,
): tf.TensorInfo {
  const out = backend.makeOutput(input.shape, "float32");
  const [, outHeight, outWidth] = dy.shape; // of any dimRoundingMode, which gradients are not told
  run(kernel, [...tensors, out], infoOf(input, attrs), { outHeight, outWidth }, backend);
  return out;
}

function infoOf(
  { shape: [N, H, W, C] }: tf.TensorInfo,
  { filterSize, strides, pad, dimRoundingMode }: Pooling,
): tf.backend_util.Conv2DInfo {
  const { computePool2DInfo } = tf.backend_util;
  return computePool2DInfo([N, H, W, C], filterSize, strides, 1, pad, dimRoundingMode);
}

function run(
  kernel: Divisible,
  tensors: tf.TensorInfo[],
  info: tf.backend_util.Conv2DInfo,
  { outHeight, outWidth }: { outHeight: number; outWidth: number },
  backend: BackendWasm,
): void {
  const { batchSize, inHeight, inWidth, inChannels, filterHeight, filterWidth } = info;
  const { strideHeight, strideWidth, padInfo } = info;
  const addresses = tensors.map(({ dataId }) => backend.getMemoryOffset(dataId));
  const sizes = [inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth];
  const args = [...addresses, ...sizes, strideHeight, strideWidth, padInfo.top, padInfo.left];
  divide(backend, { kernel, args, total: batchSize, unit: 4, scratch: 0 });
}
