import * as tf from "@tensorflow/tfjs";

/** An operation on the backend, and its definition in float64. */
export interface Operation {
  readonly name: string;
  readonly shapes: readonly number[][];
  readonly apply: (...inputs: tf.Tensor[]) => tf.Tensor;
  readonly define: (...inputs: Float64Array[]) => Float64Array;
}

interface Window {
  readonly stride: number;
  readonly pad: "valid" | "same";
  readonly dilation?: number;
}

/** Of images, kernels and filters, as below. */
const [N, H, W, C, K, F] = [2, 7, 6, 3, 3, 4];

/** Every operation that the networks use, on shapes with a ragged edge and several channels. */
export const operations: readonly Operation[] = [
  ...(
    [
      { stride: 1, pad: "valid" },
      { stride: 2, pad: "valid" },
      { stride: 1, pad: "same" },
      { stride: 2, pad: "same" },
      { stride: 1, pad: "valid", dilation: 2 },
      { stride: 1, pad: "same", dilation: 2 },
    ] as const
  ).flatMap((window) => [convolution(window), depthwise(window)]),
  {
    name: "bias over channels",
    shapes: [[2, 3, 3, 4], [4]],
    apply: (x, b) => tf.add(x, b),
    define: (x, b) => x.map((value, i) => value + b[i % 4]),
  },
  {
    name: "relu",
    shapes: [[2, 3, 3, 4]],
    apply: (x) => tf.relu(x),
    define: (x) => x.map((value) => Math.max(0, value)),
  },
  ...(
    [
      { stride: 2, pad: "valid" },
      { stride: 2, pad: "same" },
      { stride: 1, pad: "same" },
    ] as const
  ).flatMap((window) => [
    pooling("avgPool", tf.avgPool, window, mean),
    pooling("maxPool", tf.maxPool, window, (numbers) => Math.max(...numbers)),
  ]),
  {
    name: "mean over rows and columns",
    shapes: [[2, 3, 4, 5]],
    apply: (x) => tf.mean(x, [1, 2]),
    define: (x) => sums(x, 2, 12, 5).map((sum) => sum / 12),
  },
  ...[5, 3].map((size) => ({
    name: `cumsum from the end, of ${size} numbers`,
    shapes: [[2, size]],
    apply: (x: tf.Tensor) => tf.cumsum(x, 1, false, true),
    define: (x: Float64Array) =>
      x.map((_, i) => {
        const row = i - (i % size);
        return x.subarray(i, row + size).reduce((sum, value) => sum + value, 0);
      }),
  })),
  {
    name: "prod with its axis kept",
    shapes: [[2, 3]],
    apply: (x) => {
      const product = tf.prod(x, 1, true);
      if (`${product.shape}` !== "2,1") throw new Error(`its shape is [${product.shape}]`);
      return product;
    },
    define: (x) => Float64Array.of(x[0] * x[1] * x[2], x[3] * x[4] * x[5]),
  },
  {
    name: "matMul",
    shapes: [
      [3, 7],
      [7, 4],
    ],
    apply: (a, b) => tf.matMul(a, b),
    define: (a, b) => {
      const value = new Float64Array(12);
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 4; j++) {
          for (let k = 0; k < 7; k++) value[i * 4 + j] += a[i * 7 + k] * b[k * 4 + j];
        }
      }
      return value;
    },
  },
  {
    name: "batchNorm by the statistics of the batch",
    shapes: [[3, 2, 2, 4], [4], [4]],
    apply: (x, offset, scale) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      const [m, v, o, s] = [mean, variance, offset, scale].map((t) => t.as1D());
      return tf.batchNorm(x, m, v, o, s, 1e-3);
    },
    define: (x, offset, scale) => {
      const mean = sums(x, 1, 12, 4).map((sum) => sum / 12);
      const squares = x.map((value, i) => (value - mean[i % 4]) ** 2);
      const variance = sums(squares, 1, 12, 4).map((sum) => sum / 12);
      return x.map(
        (value, i) =>
          ((value - mean[i % 4]) / Math.sqrt(variance[i % 4] + 1e-3)) * scale[i % 4] +
          offset[i % 4],
      );
    },
  },
  {
    name: "softmax cross-entropy",
    shapes: [[3, 5]],
    apply: (logits) => {
      const labels = tf.oneHot(tf.tensor1d([0, 4, 2], "int32"), 5);
      return tf.losses.softmaxCrossEntropy(labels, logits);
    },
    define: (logits) => {
      let loss = 0;
      for (const [row, label] of [0, 4, 2].entries()) {
        const values = logits.slice(row * 5, row * 5 + 5);
        const total = values.reduce((sum, value) => sum + Math.exp(value), 0);
        loss += (Math.log(total) - values[label]) / 3;
      }
      return Float64Array.of(loss);
    },
  },
];

/** Rows or columns of the output, and how many zeros come before the input. */
function extent(size: number, window: number, { stride, pad }: Window): [number, number] {
  if (pad === "valid") return [Math.floor((size - window) / stride) + 1, 0];
  const out = Math.ceil(size / stride);
  return [out, Math.max(0, (out - 1) * stride + window - size) >> 1];
}

/** The pixels of an image that a window sees, with the window's rows and columns for them. */
function windowsOf(K: number, window: Window) {
  const { stride, dilation = 1 } = window;
  const [I, top] = extent(H, (K - 1) * dilation + 1, window);
  const [J, left] = extent(W, (K - 1) * dilation + 1, window);
  const pixels = Array.from({ length: I * J }, (_, ij) =>
    Array.from({ length: K * K }, (_, tap) => ({
      y: Math.floor(ij / J) * stride + Math.floor(tap / K) * dilation - top,
      x: (ij % J) * stride + (tap % K) * dilation - left,
      tap,
    })).filter(({ y, x }) => y >= 0 && y < H && x >= 0 && x < W),
  );
  return { size: I * J, pixels };
}

function described({ stride, pad, dilation }: Window): string {
  return `stride ${stride}, ${pad}${dilation ? `, dilation ${dilation}` : ""}`;
}

/** x [N,H,W,C] * w [K,K,C,F] → [N,I,J,F] */
function convolution(window: Window): Operation {
  const { size, pixels } = windowsOf(K, window);
  return {
    name: `conv2d, ${described(window)}`,
    shapes: [
      [N, H, W, C],
      [K, K, C, F],
    ],
    apply: (x, w) =>
      tf.conv2d(
        ...[x as tf.Tensor4D, w as tf.Tensor4D, window.stride, window.pad, "NHWC" as const],
        window.dilation,
      ),
    define: (x, w) =>
      Float64Array.from({ length: N * size * F }, (_, o) => {
        const [n, ij, f] = [Math.floor(o / (size * F)), Math.floor(o / F) % size, o % F];
        let value = 0;
        for (const { y, x: z, tap } of pixels[ij]) {
          for (let c = 0; c < C; c++) {
            value += x[((n * H + y) * W + z) * C + c] * w[(tap * C + c) * F + f];
          }
        }
        return value;
      }),
  };
}

/** x [N,H,W,C] * w [K,K,C,M] → [N,I,J,C·M], each channel for itself */
function depthwise(window: Window): Operation {
  const { size, pixels } = windowsOf(K, window);
  const M = 2;
  return {
    name: `depthwiseConv2d, ${described(window)}`,
    shapes: [
      [N, H, W, C],
      [K, K, C, M],
    ],
    apply: (x, w) =>
      tf.depthwiseConv2d(
        ...[x as tf.Tensor4D, w as tf.Tensor4D, window.stride, window.pad, "NHWC" as const],
        window.dilation,
      ),
    define: (x, w) =>
      Float64Array.from({ length: N * size * C * M }, (_, o) => {
        const k = o % (C * M);
        const [n, ij] = [Math.floor(o / (size * C * M)), Math.floor(o / (C * M)) % size];
        return pixels[ij].reduce((sum, { y, x: z, tap }) => {
          const at = ((n * H + y) * W + z) * C + Math.floor(k / M);
          return sum + x[at] * w[tap * C * M + k];
        }, 0);
      }),
  };
}

/** Over 2×2 pixels of x [N,H,W,C], those that there are */
function pooling(
  name: string,
  operation: typeof tf.avgPool,
  window: Window,
  define: (numbers: number[]) => number,
): Operation {
  const { size, pixels } = windowsOf(2, window);
  return {
    name: `${name}, ${described(window)}`,
    shapes: [[N, H, W, C]],
    apply: (x) => operation(x as tf.Tensor4D, 2, window.stride, window.pad),
    define: (x) =>
      Float64Array.from({ length: N * size * C }, (_, o) => {
        const [n, ij, c] = [Math.floor(o / (size * C)), Math.floor(o / C) % size, o % C];
        return define(pixels[ij].map(({ y, x: z }) => x[((n * H + y) * W + z) * C + c]));
      }),
  };
}

function mean(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** x [groups, n, channels] → Σ over n [groups, channels] */
function sums(x: Float64Array, groups: number, n: number, channels: number): Float64Array {
  const out = new Float64Array(groups * channels);
  for (let i = 0; i < x.length; i++) {
    out[Math.floor(i / (n * channels)) * channels + (i % channels)] += x[i];
  }
  return out;
}
