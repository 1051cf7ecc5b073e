import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { Shape4D } from "./convInfo.ts";
import { type Call, replaceKernel } from "./replaceKernel.ts";
import { divide, tensorModules, withScratch } from "./tensorModules.ts";

interface Attributes {
  strides: number | [number, number];
  pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  dilations?: number | [number, number];
  dimRoundingMode?: "floor" | "round" | "ceil";
  dataFormat?: "NHWC" | "NCHW";
}
interface Forward {
  x: tf.Tensor4D;
  filter: tf.Tensor4D;
}
interface InputGradient {
  inputs: { dy: tf.Tensor4D; filter: tf.Tensor4D };
  attrs: Attributes & { inputShape: Shape4D };
}
interface FilterGradient {
  inputs: { x: tf.Tensor4D; dy: tf.Tensor4D };
  attrs: Attributes & { filterShape: Shape4D };
}

/** How many images a thread takes at a time. */
const IMAGES = 4;

/**
 * Gives the WebAssembly backend the project's own depthwise convolution and its gradients, which
 * TensorFlow.js lacks. Idempotent.
 */
export function registerDepthwise(): void {
  replaceKernel(tf.DepthwiseConv2dNative, convolution);
  replaceKernel(tf.FusedDepthwiseConv2D, fused);
  replaceKernel(tf.DepthwiseConv2dNativeBackpropInput, inputGradient);
  replaceKernel(tf.DepthwiseConv2dNativeBackpropFilter, filterGradient);
}

/**
 * All sizes of a depthwise convolution.
 *
 * @throws RangeError for a layout that the backend does not take
 */
function infoOf(
  inputShape: Shape4D,
  filterShape: Shape4D,
  { strides, pad, dilations, dimRoundingMode, dataFormat = "NHWC" }: Attributes,
): tf.backend_util.Conv2DInfo {
  if (dataFormat !== "NHWC") {
    throw new RangeError(
      `depthwiseConv2d: dataFormat is ${dataFormat}, the wasm backend takes NHWC`,
    );
  }
  const { computeConv2DInfo } = tf.backend_util;
  const spacing = dilations ?? 1;
  return computeConv2DInfo(inputShape, filterShape, strides, spacing, pad, dimRoundingMode, true);
}

/** x [N,H,W,C], filter [P,Q,C,M] → [N,I,J,C·M] */
function convolution(call: Call<Forward, Attributes>): tf.TensorInfo {
  const { inputs, attrs, backend } = call;
  const info = infoOf(inputs.x.shape, inputs.filter.shape, attrs);
  const { inHeight: H, inWidth: W, outHeight: I, outWidth: J, outChannels: K, padInfo } = info;
  const { filterHeight: P, filterWidth: Q, strideHeight, strideWidth } = info;
  const M = inputs.filter.shape[3];
  const out = backend.makeOutput(info.outShape, "float32");
  const [x, w, y] = [inputs.x, inputs.filter, out].map(({ dataId }) =>
    backend.getMemoryOffset(dataId),
  );
  withTaps(backend, { filter: w, size: P * Q, K, turned: 0 }, (taps) => {
    const sizes = { x, H, W, K, w: taps, P, Q, y, I, J, repeat: M, sum: 1 };
    const steps = { stride: strideHeight, strideWidth, spread: 1, spreadWidth: 1 };
    const dilations = { dilation: info.dilationHeight, dilationWidth: info.dilationWidth };
    const args = { top: padInfo.top, left: padInfo.left, ...sizes, ...steps, ...dilations };
    const scratch = spaced((H + 1) * W + I * J, K) + 3 * J + strideHeight * I + 3;
    divide(backend, { kernel: "depthwise", args, total: info.batchSize, unit: IMAGES, scratch });
  });
  return out;
}

interface Fused extends Forward {
  bias?: tf.Tensor;
  preluActivationWeights?: tf.Tensor;
}

/** With a bias and an activation after it. */
function fused(
  call: Call<Fused, Attributes & { activation: string; leakyreluAlpha?: number }>,
): tf.TensorInfo | undefined {
  const { x, filter, bias, preluActivationWeights: alpha } = call.inputs;
  const { activation, leakyreluAlpha, ...attributes } = call.attrs;
  const activate = {
    linear: (y: tf.Tensor) => y,
    relu: tf.relu,
    relu6: tf.relu6,
    elu: tf.elu,
    sigmoid: tf.sigmoid,
    leakyrelu: (y: tf.Tensor) => tf.leakyRelu(y, leakyreluAlpha),
    prelu: (y: tf.Tensor) => (alpha ? tf.prelu(y, alpha) : y),
  }[activation];
  if (!activate) return undefined;
  return tf.tidy(() => {
    const kernel = tf.DepthwiseConv2dNative;
    const attrs = attributes as tf.NamedAttrMap;
    const y: tf.Tensor = tf.engine().runKernel(kernel, { x, filter }, attrs);
    return activate(bias ? y.add(bias) : y);
  });
}

/** Without dilation: the convolution of dy, spread by the strides, with the filter turned by 180°. */
function inputGradient(call: Call<InputGradient["inputs"], InputGradient["attrs"]>): tf.TensorInfo {
  const { inputs, attrs, backend } = call;
  const info = infoOf(attrs.inputShape, inputs.filter.shape, attrs);
  const { inHeight: H, inWidth: W, outHeight: I, outWidth: J, outChannels: K, padInfo } = info;
  const { filterHeight: P, filterWidth: Q } = info;
  const M = inputs.filter.shape[3];
  const out = backend.makeOutput(info.inShape, "float32");
  const [dy, w, dx] = [inputs.dy, inputs.filter, out].map(({ dataId }) =>
    backend.getMemoryOffset(dataId),
  );
  withTaps(backend, { filter: w, size: P * Q, K, turned: 1 }, (taps) => {
    const sizes = { x: dy, H: I, W: J, K, w: taps, P, Q, y: dx, I: H, J: W, repeat: 1, sum: M };
    const spreads = { spread: info.strideHeight, spreadWidth: info.strideWidth };
    const steps = { stride: 1, strideWidth: 1, ...spreads, dilation: 1, dilationWidth: 1 };
    const args = { top: P - 1 - padInfo.top, left: Q - 1 - padInfo.left, ...sizes, ...steps };
    const scratch = spaced(H * W + (I + 1) * J, K) + 3 * W + H + 3;
    divide(backend, { kernel: "depthwise", args, total: info.batchSize, unit: IMAGES, scratch });
  });
  return out;
}

/** Without dilation: summed over groups of images, whatever the number of threads, and then over the groups. */
function filterGradient(
  call: Call<FilterGradient["inputs"], FilterGradient["attrs"]>,
): tf.TensorInfo {
  const { inputs, attrs, backend } = call;
  const info = infoOf(inputs.x.shape, attrs.filterShape, attrs);
  const { inHeight: H, inWidth: W, outHeight: I, outWidth: J, outChannels: K, padInfo } = info;
  const { filterHeight: P, filterWidth: Q, strideHeight, strideWidth } = info;
  const M = attrs.filterShape[3];
  const out = backend.makeOutput(attrs.filterShape, "float32");
  const [x, dy, dw] = [inputs.x, inputs.dy, out].map(({ dataId }) =>
    backend.getMemoryOffset(dataId),
  );
  const groups = Math.ceil(info.batchSize / IMAGES);
  withScratch(backend, groups * P * Q * K, (sums) => {
    const sizes = { x, N: info.batchSize, H, W, K, dy, I, J, dw: sums, P, Q, M };
    const steps = { stride: strideHeight, strideWidth, top: padInfo.top, left: padInfo.left };
    const args = { images: IMAGES, ...sizes, ...steps };
    const rows = W * K + 3 + strideHeight * I + 3;
    const scratch = P * Q * 4 * Math.ceil(K / 4) + rows + (M > 1 ? H * W * K + 3 : 0);
    divide(backend, { kernel: "depthwiseFilterGradient", args, total: groups, unit: 1, scratch });
    tensorModules(backend).channels.sumRows({
      ...{ x: sums, G: 1, R: groups, C: P * Q * K, divisor: 1, sums: dw },
    });
  });
  return out;
}

/** Calls `compute` with the address of the filters as the loops have them. */
function withTaps(
  backend: BackendWasm,
  filter: { filter: number; size: number; K: number; turned: number },
  compute: (taps: number) => void,
): void {
  withScratch(backend, spaced(filter.size, filter.K), (taps) => {
    tensorModules(backend).depthwise.packTaps({ taps, ...filter });
    compute(taps);
  });
}

/** Numbers of pixels of K channels where each has a whole vector. */
function spaced(pixels: number, K: number): number {
  return pixels * Math.max(K, 4);
}
