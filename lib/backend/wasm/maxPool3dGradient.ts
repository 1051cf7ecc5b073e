import * as tf from "@tensorflow/tfjs";
import { heapViews } from "./heapViews.ts";
import { type Call, replaceKernel } from "./replaceKernel.ts";

interface Pooling {
  filterSize: number | [number, number, number];
  strides: number | [number, number, number];
  pad: "valid" | "same" | number;
}

/**
 * Gives the WebAssembly backend a gradient of `tf.maxPool3d`, for which neither TensorFlow.js's own
 * nor the "cpu" backend's is right for windows of unequal sides. Idempotent.
 */
export function registerMaxPool3dGradient(): void {
  replaceKernel(tf.MaxPool3DGrad, gradient);
}

/** dy [N,I,J,K,C], input [N,D,H,W,C] → [N,D,H,W,C] */
function gradient(call: Call<{ dy: tf.TensorInfo; input: tf.TensorInfo }, Pooling>): tf.TensorInfo {
  const { inputs, attrs, backend } = call;
  const [N, D, H, W, C] = inputs.input.shape;
  const { filterSize, strides, pad } = attrs;
  const info = tf.backend_util.computePool3DInfo([N, D, H, W, C], filterSize, strides, 1, pad);
  const [, I, J, K] = inputs.dy.shape;
  const out = backend.makeOutput(inputs.input.shape, "float32");
  const [x, dy, dx] = heapViews(backend, inputs.input, inputs.dy, out);
  dx.fill(0);
  /** The pixels of the window at `place` along an axis. */
  const range = (place: number, stride: number, before: number, window: number, size: number) => {
    const start = place * stride - before;
    return [Math.max(0, start), Math.min(size, start + window)] as const;
  };
  const { strideDepth, strideHeight, strideWidth, padInfo } = info;
  for (let o = 0; o < dy.length; o++) {
    const c = o % C;
    const k = Math.floor(o / C) % K;
    const j = Math.floor(o / C / K) % J;
    const i = Math.floor(o / C / K / J) % I;
    const n = Math.floor(o / C / K / J / I);
    const [z0, z1] = range(i, strideDepth, padInfo.front, info.filterDepth, D);
    const [y0, y1] = range(j, strideHeight, padInfo.top, info.filterHeight, H);
    const [x0, x1] = range(k, strideWidth, padInfo.left, info.filterWidth, W);
    const at = (z: number, y: number, x: number) => (((n * D + z) * H + y) * W + x) * C + c;
    let where = at(z0, y0, x0);
    let most = Number.NEGATIVE_INFINITY;
    for (let z = z0; z < z1; z++) {
      for (let y = y0; y < y1; y++) {
        for (let i = at(z, y, x0); i < at(z, y, x1); i += C) {
          if (x[i] <= most || Number.isNaN(x[i])) continue;
          most = x[i];
          where = i;
        }
      }
    }
    dx[where] += dy[o];
  }
  return out;
}
