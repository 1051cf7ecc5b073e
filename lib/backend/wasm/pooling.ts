import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { borrowed } from "./borrowedKernels.ts";
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
  replaceKernel(tf.MaxPoolGrad, (call: Gradient) =>
    gradient(call, (backend, { input, dy, dx }, windows) =>
      divide(backend, {
        kernel: "maxPoolGradient",
        args: { x: input, dy, dx, ...windows },
        ...share(call.inputs.input),
      }),
    ),
  );
  replaceKernel(tf.AvgPoolGrad, (call: Gradient) =>
    gradient(call, (backend, { dy, dx }, windows) =>
      divide(backend, {
        kernel: "averagePoolGradient",
        args: { dy, dx, ...windows },
        ...share(call.inputs.input),
      }),
    ),
  );
}

/** x [N,H,W,C] → [N,I,J,C], of windows that may overlap, leave gaps, reach beyond. */
function forward(kernel: "maxPool" | "averagePool", call: Forward): tf.TensorInfo {
  const { inputs, attrs, backend } = call;
  if (inputs.x.dtype !== "float32") {
    return borrowed(kernel === "maxPool" ? tf.MaxPool : tf.AvgPool, call);
  }
  const info = infoOf(inputs.x, attrs);
  const out = backend.makeOutput(info.outShape, "float32");
  const [x, y] = [inputs.x, out].map(({ dataId }) => backend.getMemoryOffset(dataId));
  divide(backend, { kernel, args: { x, y, ...windowsOf(info, info) }, ...share(inputs.x) });
  return out;
}

/** dy [N,I,J,C], input [N,H,W,C] → [N,H,W,C]; `compute` gets the addresses. */
function gradient(
  { inputs: { dy, input }, attrs, backend }: Gradient,
  compute: (
    backend: BackendWasm,
    addresses: Record<"input" | "dy" | "dx", number>,
    windows: ReturnType<typeof windowsOf>,
  ) => void,
): tf.TensorInfo {
  const out = backend.makeOutput(input.shape, "float32");
  const [, outHeight, outWidth] = dy.shape; // of any dimRoundingMode, which gradients are not told
  const address = ({ dataId }: tf.TensorInfo) => backend.getMemoryOffset(dataId);
  const addresses = { input: address(input), dy: address(dy), dx: address(out) };
  compute(backend, addresses, windowsOf(infoOf(input, attrs), { outHeight, outWidth }));
  return out;
}

function infoOf(
  { shape: [N, H, W, C] }: tf.TensorInfo,
  { filterSize, strides, pad, dimRoundingMode }: Pooling,
): tf.backend_util.Conv2DInfo {
  const { computePool2DInfo } = tf.backend_util;
  return computePool2DInfo([N, H, W, C], filterSize, strides, 1, pad, dimRoundingMode);
}

/** The sizes of the images and of the windows, as the kernels take them. */
function windowsOf(
  info: tf.backend_util.Conv2DInfo,
  { outHeight: I, outWidth: J }: { outHeight: number; outWidth: number },
) {
  const { inHeight: H, inWidth: W, inChannels: C, filterHeight: P, filterWidth: Q } = info;
  const { strideHeight: stride, strideWidth, padInfo } = info;
  return { H, W, C, I, J, P, Q, stride, strideWidth, top: padInfo.top, left: padInfo.left };
}

/** How the images are divided among threads. */
const share = ({ shape }: tf.TensorInfo) => ({ total: shape[0], unit: 4, scratch: 0 });
