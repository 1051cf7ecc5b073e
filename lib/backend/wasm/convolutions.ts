import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  type ConvAttributes,
  checkSlopes,
  convInfo,
  type FilterGradient,
  type InputGradient,
} from "./convInfo.ts";
import type { Whole } from "./dividedWork.ts";
import { type Call, replaceKernel } from "./replaceKernel.ts";
import { divide, unitOf, withScratch } from "./tensorModules.ts";

/** The inputs of Conv2D, and of FusedConv2D, which adds and applies more. */
interface Forward {
  x: tf.Tensor4D;
  filter: tf.Tensor4D;
  bias?: tf.TensorInfo;
}
type ForwardAttributes = ConvAttributes & {
  dilations: number | [number, number];
  activation?: string;
};

/** Below which an activation lets nothing through. */
const LEAST: Readonly<Record<string, number>> = { linear: Number.NEGATIVE_INFINITY, relu: 0 };

/** Into how many parts several threads divide the gradient of a filter. */
const PARTS = 8;

/** Numbers of images and slopes that stay near while the gradient of a filter is computed. */
const NEAR = 12288;

/**
 * Gives the WebAssembly backend the project's own convolution and gradients of it, which need no
 * copies with zeros around the images, nor products with such zeros. Idempotent.
 */
export function registerConvolutions(): void {
  replaceKernel(tf.Conv2D, convolution);
  replaceKernel(tf.FusedConv2D, convolution);
  replaceKernel(tf.Conv2DBackpropInput, inputGradient);
  replaceKernel(tf.Conv2DBackpropFilter, filterGradient);
}

/**
 * x [N,H,W,C], filter [P,Q,C,F], bias [F] → [N,I,J,F]; not with dilation or an activation other
 * than ReLU.
 */
function convolution(call: Call<Forward, ForwardAttributes>): tf.TensorInfo | undefined {
  const { inputs, attrs, backend } = call;
  const { x, filter, bias } = inputs;
  const least = LEAST[attrs.activation ?? "linear"];
  const isDilated = [attrs.dilations].flat().some((dilation) => dilation !== 1);
  const isChannelwise = !bias || (bias.shape.length === 1 && bias.shape[0] === filter.shape[3]);
  if (least === undefined || isDilated || !isChannelwise || attrs.dataFormat !== "NHWC") {
    return undefined;
  }
  const info = convInfo(x.shape, filter.shape, attrs);
  const { inHeight: H, inWidth: W, inChannels: C, strideHeight, strideWidth } = info;
  const { outHeight: I, outWidth: J, outChannels: F, filterHeight: P, filterWidth: Q } = info;
  const out = backend.makeOutput(info.outShape, "float32");
  const [from, w, to] = [x, filter, out].map(({ dataId }) => backend.getMemoryOffset(dataId));
  withScratch(backend, panelSize(P * Q * C, F), (panels) => {
    const columns = { A: C, aStride: F, B: F, bStride: 1, turned: 0 };
    pack(backend, { filter: w, K: P * Q, ...columns, panels });
    const sizes = { x: from, H, W, C, w: panels, P, Q, y: to, I, J, F };
    const steps = { stride: strideHeight, strideWidth, spread: 1, spreadWidth: 1 };
    const args = { top: info.padInfo.top, left: info.padInfo.left, ...sizes, ...steps };
    const scratch = imagesSize(H * W * C);
    divide(backend, { kernel: "correlate", args, total: info.batchSize, unit: 4, scratch });
  });
  if (bias || least === 0) {
    const address = bias ? backend.getMemoryOffset(bias.dataId) : 0;
    const args = { x: to, C: F, bias: address, least, y: to };
    const total = info.batchSize * I * J;
    divide(backend, { kernel: "addBias", args, total, unit: unitOf(F), scratch: 0 });
  }
  return out;
}

/** The convolution of dy, spread by the strides, with the filter turned by 180°. */
function inputGradient({
  inputs,
  attrs,
  backend,
}: Call<InputGradient["inputs"], InputGradient["attrs"]>): tf.TensorInfo {
  const info = convInfo(attrs.inputShape, inputs.filter.shape, attrs);
  checkSlopes(inputs.dy, info);
  const { inHeight: H, inWidth: W, inChannels: C, strideHeight, strideWidth } = info;
  const { outHeight: I, outWidth: J, outChannels: F, filterHeight: P, filterWidth: Q } = info;
  const { top, left } = info.padInfo;
  const out = backend.makeOutput(info.inShape, "float32");
  const [dy, w, dx] = [inputs.dy, inputs.filter, out].map(({ dataId }) =>
    backend.getMemoryOffset(dataId),
  );
  withScratch(backend, panelSize(P * Q * F, C), (panels) => {
    const columns = { A: F, aStride: 1, B: C, bStride: F, turned: 1 };
    pack(backend, { filter: w, K: P * Q, ...columns, panels });
    const sizes = { x: dy, H: I, W: J, C: F, w: panels, P, Q, y: dx, I: H, J: W, F: C };
    const steps = { stride: 1, strideWidth: 1, spread: strideHeight, spreadWidth: strideWidth };
    const args = { top: P - 1 - top, left: Q - 1 - left, ...sizes, ...steps };
    const scratch = imagesSize(I * J * F);
    divide(backend, { kernel: "correlate", args, total: info.batchSize, unit: 4, scratch });
  });
  return out;
}

function filterGradient({
  inputs,
  attrs,
  backend,
}: Call<FilterGradient["inputs"], FilterGradient["attrs"]>): tf.TensorInfo {
  const info = convInfo(inputs.x.shape, attrs.filterShape, attrs);
  const { inHeight: H, inWidth: W, inChannels: C, batchSize: N } = info;
  const { outHeight: I, outWidth: J, outChannels: F, filterHeight: P, filterWidth: Q } = info;
  const { strideHeight: stride, strideWidth, padInfo } = info;
  const out = backend.makeOutput(attrs.filterShape, "float32");
  const [x, dy, dw] = [inputs.x, inputs.dy, out].map(({ dataId }) =>
    backend.getMemoryOffset(dataId),
  );
  const isWhole = padInfo.left === 0 && (J - 1) * strideWidth + Q <= W; // no column of x is missing
  const [columns, D] = isWhole ? [1, Q * C] : [Q, C];
  const blocks = P * columns * Math.ceil(D / 4);
  const images = Math.max(1, Math.floor(NEAR / (H * W * C + I * J * F)));
  withScratch(backend, panelSize(N * I * J, F), (panels) => {
    const rows = { A: I * J, aStride: F, B: F, bStride: 1, turned: 0 };
    pack(backend, { filter: dy, K: N, ...rows, panels });
    const sizes = { x, N, H, W, C, dy: panels, I, J, F, dw, Q: columns, D };
    const args = { stride, strideWidth, top: padInfo.top, left: padInfo.left, images, ...sizes };
    const scratch = panelSize(4 * blocks, F) + 4 * blocks;
    const unit = Math.ceil(blocks / PARTS);
    divide(backend, { kernel: "filterGradient", args, total: blocks, unit, scratch });
  });
  return out;
}

/** Packs a filter [K,A,B] as the products read it. */
function pack(backend: BackendWasm, args: Whole<"packFilter">): void {
  const unit = unitOf(args.A * args.B);
  divide(backend, { kernel: "packFilter", args, total: args.K, unit, scratch: 0 });
}

/** Numbers of `columns` columns in panels of eight. */
function panelSize(rows: number, columns: number): number {
  return rows * Math.ceil(columns / 8) * 8;
}

/** Numbers of four images, and of two tiles. */
function imagesSize(size: number): number {
  return 4 * size + 64;
}
