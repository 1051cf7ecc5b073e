import * as tf from "@tensorflow/tfjs";
import { replaceGradient } from "./replaceGradient.ts";

interface Pooling {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: Parameters<typeof tf.backend_util.computePool2DInfo>[4];
  dimRoundingMode?: "floor" | "round" | "ceil";
}

interface Pooling3D {
  filterSize: number | [number, number, number];
  strides: number | [number, number, number];
  pad: number | "valid" | "same";
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * Mends the gradient of average pooling at an edge: TensorFlow.js, where it is not TensorFlow,
 * divides by all of a window's pixels, the average by those that exist.
 */
export function registerAveragePoolingGradient(): void {
  const { computePool2DInfo, computePool3DInfo } = tf.backend_util;
  replaceGradient(
    tf.AvgPool,
    (dy, [x], attributes) => {
      const { filterSize, strides, pad, dimRoundingMode } = attributes as Pooling;
      const shape = x.shape as [number, number, number, number];
      const info = computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
      const { padInfo } = info;
      const factor = sharesAtEdges([
        [info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, padInfo.top],
        [info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, padInfo.left],
      ]);
      return { x: () => run(tf.AvgPoolGrad, dy, x, factor, attributes as Pooling) };
    },
    { isDifferentiable: true },
  );
  replaceGradient(
    tf.AvgPool3D,
    (dy, [x], attributes) => {
      const { filterSize, strides, pad, dimRoundingMode } = attributes as Pooling3D;
      const shape = x.shape as [number, number, number, number, number];
      const info = computePool3DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
      const { padInfo } = info;
      const factor = sharesAtEdges([
        [info.inDepth, info.outDepth, info.filterDepth, info.strideDepth, padInfo.front],
        [info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, padInfo.top],
        [info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, padInfo.left],
      ]);
      return { x: () => run(tf.AvgPool3DGrad, dy, x, factor, attributes as Pooling3D) };
    },
    { isDifferentiable: true },
  );
}

function run(
  kernel: string,
  dy: tf.Tensor,
  input: tf.Tensor,
  factor: tf.Tensor | undefined,
  { filterSize, strides, pad, dimRoundingMode }: Pooling | Pooling3D,
): tf.Tensor {
  const attributes = { filterSize, strides, pad, dimRoundingMode };
  const slopes = factor && tf.getBackend() !== "tensorflow" ? dy.mul(factor) : dy;
  return tf.engine().runKernel(kernel, { dy: slopes, input }, attributes as tf.NamedAttrMap);
}

/** Of an axis: its pixels, the windows along it, their size, what is between them, zeros before. */
type Axis = readonly [
  size: number,
  windows: number,
  window: number,
  stride: number,
  before: number,
];

/**
 * By how much a window's pixels that exist are fewer than it could have, [...windows of each axis, 1];
 * undefined where none lacks any.
 */
function sharesAtEdges(axes: readonly Axis[]): tf.Tensor | undefined {
  const missing = axes.map(([size, windows, window, stride, before]) =>
    Array.from({ length: windows }, (_, i) => {
      const start = i * stride - before;
      return window / Math.max(1, Math.min(size, start + window) - Math.max(0, start));
    }),
  );
  if (missing.flat().every((factor) => factor === 1)) return undefined;
  return missing
    .map((factors, axis) =>
      tf.tensor(factors, [...axes.map((_, i) => (i === axis ? factors.length : 1)), 1]),
    )
    .reduce((product, factors) => product.mul(factors));
}
