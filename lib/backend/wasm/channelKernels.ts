import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { DEVIATION_SUMS } from "../batchNormGradient.ts";
import { type OwnGradient, replaceGradient } from "../replaceGradient.ts";
import { type Call, replaceKernel } from "./replaceKernel.ts";
import { tensorModules, withRoom } from "./tensorModules.ts";

type Reduction = { axis: number | number[]; keepDims: boolean };

/** Kernels that TensorFlow.js does not know. */
const RELU_GRADIENT = "ReluGradient";
const REPEAT_ROWS = "RepeatRows";

let registered = false;

/**
 * Gives the WebAssembly backend fast kernels for what training does beside products: sums and
 * means over all but channels, batch normalisation, gradients of ReLU, of average pooling, of sums
 * and means. Others stay TensorFlow.js's own. Once is enough; again does no harm.
 */
export function registerChannelKernels(): void {
  if (registered) return;
  registered = true;
  const divisors = { [tf.Sum]: () => 1, [tf.Mean]: ({ R }: Rows) => R };
  for (const [kernel, divisor] of Object.entries(divisors)) {
    replaceKernel(kernel, reduce(divisor));
    replaceGradient(kernel, repeat(divisor), "wasm");
  }
  replaceKernel(REPEAT_ROWS, repeatRows);
  replaceKernel(tf.FusedBatchNorm, batchNorm);
  replaceKernel(DEVIATION_SUMS, deviationSums);
  replaceKernel(tf.AvgPoolGrad, averagePoolGradient);
  replaceKernel(tf.Identity, alias);
  replaceKernel(tf.Cast, alias);
  replaceKernel(RELU_GRADIENT, reluGradient);
  const reluGradients: OwnGradient = (dy, [x]) => ({
    x: () => tf.engine().runKernel(RELU_GRADIENT, { dy, x }),
  });
  replaceGradient(tf.Relu, reluGradients, "wasm");
}

interface Rows {
  G: number;
  R: number;
  C: number;
}

/** A shape as [G,R,C], where the axes to reduce are those of R; undefined where C would be none. */
function rowsOf(shape: number[], axis: number | number[]): Rows | undefined {
  const axes = tf.util.parseAxisParam(axis, shape).toSorted((a, b) => a - b);
  const [first, last] = [axes[0], axes[axes.length - 1]];
  const isBlock = axes.length > 0 && last - first === axes.length - 1;
  if (!isBlock || last === shape.length - 1) return undefined;
  const size = (from: number, to: number) => tf.util.sizeFromShape(shape.slice(from, to));
  return { G: size(0, first), R: size(first, last + 1), C: size(last + 1, shape.length) };
}

function reduce(divisor: (rows: Rows) => number) {
  return ({ inputs: { x }, attrs, backend }: Call<{ x: tf.TensorInfo }, Reduction>) => {
    const rows = rowsOf(x.shape, attrs.axis);
    if (!rows || x.dtype !== "float32") return undefined;
    const axes = tf.util.parseAxisParam(attrs.axis, x.shape);
    const shape = attrs.keepDims
      ? x.shape.map((size, i) => (axes.includes(i) ? 1 : size))
      : x.shape.filter((_, i) => !axes.includes(i));
    const out = backend.makeOutput(shape, "float32");
    const { G, R, C } = rows;
    const [from, to] = addresses(backend, x, out);
    tensorModules(backend).channels.sumRows(from, G, R, C, divisor(rows), to);
    return out;
  };
}

/** The gradient of a reduction: dx is dy, divided, in every row. */
function repeat(divisor: (rows: Rows) => number): OwnGradient {
  return (dy, [x], attributes) => {
    const { axis } = attributes as Reduction;
    const rows = rowsOf(x.shape, axis);
    if (!rows) return undefined;
    const attrs = { ...rows, shape: x.shape, divisor: divisor(rows) };
    return { x: () => tf.engine().runKernel(REPEAT_ROWS, { x: dy }, attrs) };
  };
}

function repeatRows(
  call: Call<{ x: tf.TensorInfo }, Rows & { shape: number[]; divisor: number }>,
): tf.TensorInfo {
  const { inputs, attrs, backend } = call;
  const out = backend.makeOutput(attrs.shape, "float32");
  const [from, to] = addresses(backend, inputs.x, out);
  tensorModules(backend).channels.repeatRows(from, attrs.G, attrs.R, attrs.C, attrs.divisor, to);
  return out;
}

interface BatchNorm {
  x: tf.TensorInfo;
  mean: tf.TensorInfo;
  variance: tf.TensorInfo;
  offset?: tf.TensorInfo;
  scale?: tf.TensorInfo;
}

/** (x − mean) · factor + offset with factor = scale / √(variance + ε); x [N,H,W,C], others [C]. */
function batchNorm(call: Call<BatchNorm, { varianceEpsilon: number }>): tf.TensorInfo | undefined {
  const { inputs, attrs, backend } = call;
  const { x, mean, variance, offset, scale } = inputs;
  const channelwise = [mean, variance, offset ?? mean, scale ?? mean];
  if (x.dtype !== "float32" || channelwise.some(({ shape }) => shape.length !== 1))
    return undefined;
  const [C] = mean.shape;
  const out = backend.makeOutput(x.shape, "float32");
  const rows = tf.util.sizeFromShape(x.shape) / C;
  const address = (tensor?: tf.TensorInfo) => (tensor ? backend.getMemoryOffset(tensor.dataId) : 0);
  withRoom(backend, 2 * C, (room) => {
    tensorModules(backend).channels.normalize(
      ...[address(x), rows, C, address(mean), address(variance), attrs.varianceEpsilon],
      ...[address(offset), address(scale), address(out), room],
    );
  });
  return out;
}

/** Σ dy·(x − mean) over all but channels; x, dy [N,H,W,C], mean [C]. */
function deviationSums(
  call: Call<{ x: tf.TensorInfo; dy: tf.TensorInfo; mean: tf.TensorInfo }, object>,
): tf.TensorInfo {
  const { inputs, backend } = call;
  const [C] = inputs.mean.shape;
  const out = backend.makeOutput([C], "float32");
  const rows = tf.util.sizeFromShape(inputs.x.shape) / C;
  const [x, dy, mean, sums] = addresses(backend, inputs.x, inputs.dy, inputs.mean, out);
  tensorModules(backend).channels.deviationSums(x, dy, rows, C, mean, sums);
  return out;
}

interface Pooling {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: Parameters<typeof tf.backend_util.computePool2DInfo>[4];
}

/** Of cells that neither overlap nor leave gaps nor reach beyond the image. */
function averagePoolGradient(
  call: Call<{ dy: tf.TensorInfo; input: tf.TensorInfo }, Pooling>,
): tf.TensorInfo | undefined {
  const { inputs, attrs, backend } = call;
  const [N, H, W, C] = inputs.input.shape;
  const { filterSize, strides, pad } = attrs;
  const info = tf.backend_util.computePool2DInfo([N, H, W, C], filterSize, strides, 1, pad);
  const { filterHeight: P, filterWidth: Q, outHeight: I, outWidth: J } = info;
  const areCells = info.strideHeight === P && info.strideWidth === Q;
  if (!areCells || I * P > H || J * Q > W) return undefined;
  const out = backend.makeOutput(inputs.input.shape, "float32");
  const [dy, dx] = addresses(backend, inputs.dy, out);
  tensorModules(backend).channels.averagePoolGradient(dy, N, I, J, C, P, Q, dx, H, W);
  return out;
}

/** The same values under another name, where TensorFlow.js copies what does not change its type. */
function alias(
  call: Call<{ x: tf.TensorInfo }, { dtype: tf.DataType } | undefined>,
): tf.TensorInfo | undefined {
  const { dataId, shape, dtype } = call.inputs.x;
  if (dtype === "string" || (call.attrs?.dtype ?? dtype) !== dtype) return undefined;
  call.backend.incRef(dataId);
  return { dataId, shape, dtype };
}

/** dy where x > 0, else 0. */
function reluGradient(call: Call<{ dy: tf.TensorInfo; x: tf.TensorInfo }, object>): tf.TensorInfo {
  const { inputs, backend } = call;
  const out = backend.makeOutput(inputs.x.shape, "float32");
  const [dy, x, dx] = addresses(backend, inputs.dy, inputs.x, out);
  const size = tf.util.sizeFromShape(inputs.x.shape);
  tensorModules(backend).channels.reluGradient(dy, x, size, dx);
  return out;
}

function addresses(backend: BackendWasm, ...tensors: tf.TensorInfo[]): number[] {
  return tensors.map(({ dataId }) => backend.getMemoryOffset(dataId));
}
