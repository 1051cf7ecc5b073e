import * as tf from "@tensorflow/tfjs";
import { type OwnGradient, replaceGradient } from "./replaceGradient.ts";

interface Pooling {
  filterSize: number | number[];
  strides: number | number[];
  pad: Parameters<typeof tf.backend_util.computePool2DInfo>[4];
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * Mends the gradient of average pooling at an edge: TensorFlow.js, where it is not TensorFlow,
 * divides by all of a window's pixels, the average by those that exist.
 */
export function registerAveragePoolingGradient(): void {
  const kernels = [
    [tf.AvgPool, tf.AvgPoolGrad],
    [tf.AvgPool3D, tf.AvgPool3DGrad],
  ] as const;
  for (const [pool, gradient] of kernels) {
    const own: OwnGradient = (dy, [x], attributes) => ({
      x: () => {
        const { shares, attrs } = readAttributes(x.shape, attributes as Pooling);
        return run(gradient, { dy: shares ? dy.mul(shares) : dy, input: x }, attrs);
      },
    });
    replaceGradient(pool, own, { isDifferentiable: true });
    tf.registerGradient({
      kernelName: gradient,
      inputsToSave: ["input"],
      gradFunc: (slope, [input], attributes) => ({
        dy: () => {
          const { shares, attrs } = readAttributes(input.shape, attributes as unknown as Pooling);
          const mean = run(pool, { x: slope as tf.Tensor }, attrs);
          return shares ? mean.div(shares) : mean;
        },
        input: () => tf.zeros(input.shape),
      }),
    });
  }
}

function run(kernel: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap): tf.Tensor {
  return tf.engine().runKernel(kernel, inputs, attributes);
}

/**
 * What kernels are told of a pooling of [N,H,W,C] or [N,D,H,W,C], and by how much the pixels of its
 * windows that exist are fewer than they could be, where TensorFlow.js does not see to that.
 */
function readAttributes(
  shape: number[],
  { filterSize, strides, pad, dimRoundingMode }: Pooling,
): { shares: tf.Tensor | undefined; attrs: tf.NamedAttrMap } {
  const attrs = { filterSize, strides, pad, dimRoundingMode } as tf.NamedAttrMap;
  if (tf.getBackend() === "tensorflow") return { shares: undefined, attrs };
  const { computePool2DInfo, computePool3DInfo } = tf.backend_util;
  const [N, ...sizes] = shape;
  if (shape.length === 4) {
    const [H, W, C] = sizes;
    const size = filterSize as number | [number, number];
    const step = strides as number | [number, number];
    const info = computePool2DInfo([N, H, W, C], size, step, 1, pad, dimRoundingMode);
    const { padInfo } = info;
    const axes: Axis[] = [
      [H, info.outHeight, info.filterHeight, info.strideHeight, padInfo.top],
      [W, info.outWidth, info.filterWidth, info.strideWidth, padInfo.left],
    ];
    return { shares: sharesAtEdges(axes), attrs };
  }
  const [D, H, W, C] = sizes;
  const size = filterSize as number | [number, number, number];
  const step = strides as number | [number, number, number];
  const border = pad as number | "same" | "valid";
  const info = computePool3DInfo([N, D, H, W, C], size, step, 1, border, dimRoundingMode);
  const { padInfo } = info;
  const axes: Axis[] = [
    [D, info.outDepth, info.filterDepth, info.strideDepth, padInfo.front],
    [H, info.outHeight, info.filterHeight, info.strideHeight, padInfo.top],
    [W, info.outWidth, info.filterWidth, info.strideWidth, padInfo.left],
  ];
  return { shares: sharesAtEdges(axes), attrs };
}

/** An axis: its pixels, the windows along it, their size, what is between them, zeros before. */
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
