import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  DEVIATION_SUMS,
  TRAINING_BATCH_NORM,
  TRAINING_BATCH_NORM_GRADIENT,
} from "../gradients/batchNorm.ts";
import { type OwnGradient, replaceGradient } from "../gradients/replaceGradient.ts";
import { alias } from "./aliases.ts";
import { borrowed } from "./borrowedKernels.ts";
import type { Whole } from "./dividedWork.ts";
import { heapViews } from "./heapViews.ts";
import { type Call, replaceKernel } from "./replaceKernel.ts";
import { divide, tensorModules, UNIT, unitOf, withScratch } from "./tensorModules.ts";

/** On this backend alone, by kernels that have no gradients. */
const PLACE = { backend: "wasm", isDifferentiable: false };

type Reduction = { axis: number | number[]; keepDims: boolean };

/** Kernels that TensorFlow.js does not know. */
const RELU_GRADIENT = "ReluGradient";
const REPEAT_ROWS = "RepeatRows";

let registered = false;

/**
 * Gives the WebAssembly backend fast kernels for what training does beside products: sums and
 * means over all but channels, batch normalisation, repetition, gradients of ReLU, of sums and
 * means. Others stay TensorFlow.js's own. Idempotent.
 */
export function registerChannelKernels(): void {
  if (registered) return;
  registered = true;
  const divisors = { [tf.Sum]: () => 1, [tf.Mean]: ({ R }: Rows) => R };
  for (const [kernel, divisor] of Object.entries(divisors)) {
    replaceKernel(kernel, reduce(divisor));
    replaceGradient(kernel, repeat(divisor), PLACE);
  }
  replaceKernel(REPEAT_ROWS, repeatRows);
  replaceKernel(tf.FusedBatchNorm, batchNorm);
  replaceKernel(DEVIATION_SUMS, deviationSums);
  replaceKernel(TRAINING_BATCH_NORM, trainingBatchNorm);
  replaceKernel(TRAINING_BATCH_NORM_GRADIENT, trainingBatchNormGradient);
  replaceKernel(tf.Add, addBias);
  replaceKernel(tf.Tile, tile);
  replaceKernel(RELU_GRADIENT, reluGradient);
  const reluGradients: OwnGradient = (dy, [x]) => ({
    x: () => tf.engine().runKernel(RELU_GRADIENT, { dy, x }),
  });
  replaceGradient(tf.Relu, reluGradients, PLACE);
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
    tensorModules(backend).channels.sumRows({ x: from, G, R, C, divisor: divisor(rows), sums: to });
    return out;
  };
}

/** The gradient of a reduction: dx is dy, divided, in every row. */
function repeat(divisor: (rows: Rows) => number): OwnGradient {
  return (dy, [x], attributes) => {
    const { axis } = attributes as Reduction;
    const rows = rowsOf(x.shape, axis);
    if (!rows) return undefined;
    const attrs = { shape: x.shape, divisor: divisor(rows), ...rows };
    return { x: () => tf.engine().runKernel(REPEAT_ROWS, { x: dy }, attrs) };
  };
}

function repeatRows(
  call: Call<{ x: tf.TensorInfo }, Rows & { shape: number[]; divisor: number }>,
): tf.TensorInfo {
  const { inputs, attrs, backend } = call;
  const out = backend.makeOutput(attrs.shape, "float32");
  const [from, to] = addresses(backend, inputs.x, out);
  const { G, R, C, divisor } = attrs;
  tensorModules(backend).channels.repeatRows({ sums: from, G, R, C, divisor, x: to });
  return out;
}

interface BatchNorm {
  x: tf.Tensor;
  mean: tf.Tensor;
  variance: tf.Tensor;
  offset?: tf.Tensor;
  scale?: tf.Tensor;
}

/**
 * (x − mean) · factor + offset with factor = scale / √(variance + ε); x [N,H,W,C], others [C], or of
 * a shape that is repeated to that of x.
 */
function batchNorm(call: Call<BatchNorm, { varianceEpsilon: number }>): tf.TensorInfo {
  const { inputs, attrs, backend } = call;
  const { x, mean, variance, offset, scale } = inputs;
  const [C] = x.shape.slice(-1);
  const all = [mean, variance, offset ?? mean, scale ?? mean];
  if (x.dtype !== "float32" || !all.every(({ shape }) => `${shape}` === `${C}`)) {
    return tf.tidy(() => normalized(inputs, attrs.varianceEpsilon));
  }
  const out = backend.makeOutput(x.shape, "float32");
  const address = (tensor?: tf.TensorInfo) => (tensor ? backend.getMemoryOffset(tensor.dataId) : 0);
  normalize(backend, rowCount(x), {
    epsilon: attrs.varianceEpsilon,
    ...{ x: address(x), C, mean: address(mean), variance: address(variance) },
    ...{ offset: address(offset), scale: address(scale), y: address(out) },
  });
  return out;
}

function normalize(backend: BackendWasm, rows: number, args: Whole<"normalize">): void {
  const { C } = args;
  divide(backend, { kernel: "normalize", args, total: rows, unit: unitOf(C), scratch: 2 * C });
}

type Training = { x: tf.TensorInfo; scale: tf.TensorInfo; offset: tf.TensorInfo };
type TrainingSlopes = { dy: tf.TensorInfo; mean: tf.TensorInfo; variance: tf.TensorInfo };
type Epsilon = { varianceEpsilon: number };

/** x [N,H,W,C], scale and offset [C] → x normalised over all but channels, mean and variance [C] */
function trainingBatchNorm({ inputs, attrs, backend }: Call<Training, Epsilon>): tf.TensorInfo[] {
  const [C] = inputs.scale.shape;
  const R = rowCount(inputs.x);
  const outs = [inputs.x.shape, [C], [C]].map((shape) => backend.makeOutput(shape, "float32"));
  const [x, scale, offset] = addresses(backend, inputs.x, inputs.scale, inputs.offset);
  const [y, mean, variance] = addresses(backend, ...outs);
  const { channels } = tensorModules(backend);
  channels.sumRows({ x, G: 1, R, C, divisor: R, sums: mean });
  channels.varianceOf({ x, R, C, mean, variance });
  const epsilon = attrs.varianceEpsilon;
  normalize(backend, R, { x, C, mean, variance, epsilon, offset, scale, y });
  return outs;
}

/** dx [N,H,W,C], dscale and doffset [C] */
function trainingBatchNormGradient(
  call: Call<Omit<Training, "offset"> & TrainingSlopes, Epsilon>,
): tf.TensorInfo[] {
  const { inputs, attrs, backend } = call;
  const { varianceEpsilon: epsilon } = attrs;
  const [C] = inputs.scale.shape;
  const R = rowCount(inputs.x);
  const outs = [inputs.x.shape, [C], [C]].map((shape) => backend.makeOutput(shape, "float32"));
  const [x, scale, dy] = addresses(backend, inputs.x, inputs.scale, inputs.dy);
  const [mean, variance] = addresses(backend, inputs.mean, inputs.variance);
  const [dx, products, sums] = addresses(backend, ...outs);
  tensorModules(backend).channels.deviationSums({ x, dy, R, C, mean, sums, products });
  const args = { x, dy, R, C, mean, variance, epsilon, scale, sums, products, dx };
  const share = { total: R, unit: unitOf(C), scratch: 3 * C };
  divide(backend, { kernel: "normalizeGradient", args, ...share });
  const [dscale, variances] = heapViews(backend, outs[1], inputs.variance);
  for (let c = 0; c < C; c++) dscale[c] /= Math.sqrt(variances[c] + epsilon);
  return outs;
}

/** a [N,H,W,C] + b [C] */
function addBias(
  call: Call<{ a: tf.TensorInfo; b: tf.TensorInfo }, object>,
): tf.TensorInfo | undefined {
  const { inputs, backend } = call;
  const { a, b } = inputs;
  const C = a.shape[a.shape.length - 1];
  const isBias = a.shape.length > 1 && b.shape.length === 1 && b.shape[0] === C;
  if (!isBias || a.dtype !== "float32" || b.dtype !== "float32") return undefined;
  const out = backend.makeOutput(a.shape, "float32");
  const [x, bias, y] = addresses(backend, a, b, out);
  const args = { x, C, bias, least: Number.NEGATIVE_INFINITY, y };
  divide(backend, { kernel: "addBias", args, total: rowCount(a), unit: unitOf(C), scratch: 0 });
  return out;
}

/** How many rows of channels a tensor has. */
function rowCount({ shape }: tf.TensorInfo): number {
  return tf.util.sizeFromShape(shape.slice(0, -1));
}

function normalized({ x, mean, variance, offset, scale }: BatchNorm, epsilon: number): tf.Tensor {
  const r = variance.add(epsilon).rsqrt();
  const value = x.sub(mean).mul(scale ? r.mul(scale) : r);
  return offset ? value.add(offset) : value;
}

/** Σ dy·(x − mean) over all but channels; x, dy [N,H,W,C], mean [C]. */
function deviationSums(
  call: Call<{ x: tf.TensorInfo; dy: tf.TensorInfo; mean: tf.TensorInfo }, object>,
): tf.TensorInfo {
  const { inputs, backend } = call;
  const [C] = inputs.mean.shape;
  const out = backend.makeOutput([C], "float32");
  const [x, dy, mean, products] = addresses(backend, inputs.x, inputs.dy, inputs.mean, out);
  withScratch(backend, C, (sums) => {
    const args = { x, dy, R: rowCount(inputs.x), C, mean, sums, products };
    tensorModules(backend).channels.deviationSums(args);
  });
  return out;
}

/** Repeats along one axis after the other, from the last on. */
function tile(call: Call<{ x: tf.TensorInfo }, { reps: number[] }>): tf.TensorInfo | undefined {
  const { inputs, attrs, backend } = call;
  if (inputs.x.dtype === "string") return borrowed(tf.Tile, call);
  if (inputs.x.dtype !== "float32") return undefined;
  const shape = [...inputs.x.shape];
  let tiled: tf.TensorInfo = alias({ inputs, attrs: undefined, backend }) ?? inputs.x;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const R = attrs.reps[axis];
    if (R === 1) continue;
    const G = tf.util.sizeFromShape(shape.slice(0, axis));
    const C = tf.util.sizeFromShape(shape.slice(axis));
    shape[axis] *= R;
    const out = backend.makeOutput(shape, "float32");
    const [from, to] = addresses(backend, tiled, out);
    tensorModules(backend).channels.repeatRows({ sums: from, G, R, C, divisor: 1, x: to });
    backend.disposeData(tiled.dataId);
    tiled = out;
  }
  return tiled;
}

/** dy where x > 0, else 0. */
function reluGradient(call: Call<{ dy: tf.TensorInfo; x: tf.TensorInfo }, object>): tf.TensorInfo {
  const { inputs, backend } = call;
  const out = backend.makeOutput(inputs.x.shape, "float32");
  const [dy, x, dx] = addresses(backend, inputs.dy, inputs.x, out);
  const total = tf.util.sizeFromShape(inputs.x.shape);
  divide(backend, { kernel: "reluGradient", args: { dy, x, dx }, total, unit: UNIT, scratch: 0 });
  return out;
}

function addresses(backend: BackendWasm, ...tensors: tf.TensorInfo[]): number[] {
  return tensors.map(({ dataId }) => backend.getMemoryOffset(dataId));
}
