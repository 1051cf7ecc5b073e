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
    ] as const
  ).map(convolution),
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
  averagePooling({ stride: 2, pad: "valid" }),
  {
    name: "mean over rows and columns",
    shapes: [[2, 3, 4, 5]],
    apply: (x) => tf.mean(x, [1, 2]),
    define: (x) => sums(x, 2, 12, 5).map((sum) => sum / 12),
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
      for (let i = 0; i < 3; i++)
        for (let j = 0; j < 4; j++)
          for (let k = 0; k < 7; k++) value[i * 4 + j] += a[i * 7 + k] * b[k * 4 + j];
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

/** x [N,H,W,C] * w [K,K,C,F] → [N,I,J,F] */
function convolution(window: Window): Operation {
  const { stride, pad } = window;
  const [I, top] = extent(H, K, window);
  const [J, left] = extent(W, K, window);
  return {
    name: `conv2d, stride ${stride}, ${pad}`,
    shapes: [
      [N, H, W, C],
      [K, K, C, F],
    ],
    apply: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad),
    define: (x, w) => {
      const value = new Float64Array(N * I * J * F);
      for (let o = 0; o < value.length; o++) {
        const [n, i, j, f] = [
          Math.floor(o / (I * J * F)),
          Math.floor(o / (J * F)) % I,
          Math.floor(o / F) % J,
          o % F,
        ];
        for (let p = 0; p < K; p++)
          for (let q = 0; q < K; q++) {
            const [y, z] = [i * stride + p - top, j * stride + q - left];
            if (y < 0 || y >= H || z < 0 || z >= W) continue;
            for (let c = 0; c < C; c++)
              value[o] += x[((n * H + y) * W + z) * C + c] * w[((p * K + q) * C + c) * F + f];
          }
      }
      return value;
    },
  };
}

/** Over 2×2 cells of x [N,H,W,C] */
function averagePooling(window: Window): Operation {
  const { stride, pad } = window;
  const [I] = extent(H, 2, window);
  const [J] = extent(W, 2, window);
  return {
    name: `avgPool, ${pad}`,
    shapes: [[N, H, W, C]],
    apply: (x) => tf.avgPool(x as tf.Tensor4D, 2, stride, pad),
    define: (x) =>
      Float64Array.from({ length: N * I * J * C }, (_, o) => {
        const [n, i, j, c] = [
          Math.floor(o / (I * J * C)),
          Math.floor(o / (J * C)) % I,
          Math.floor(o / C) % J,
          o % C,
        ];
        const at = (p: number, q: number) =>
          x[((n * H + i * stride + p) * W + j * stride + q) * C + c];
        return (at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4;
      }),
  };
}

/** x [groups, n, channels] → Σ over n [groups, channels] */
function sums(x: Float64Array, groups: number, n: number, channels: number): Float64Array {
  const out = new Float64Array(groups * channels);
  for (let i = 0; i < x.length; i++)
    out[Math.floor(i / (n * channels)) * channels + (i % channels)] += x[i];
  return out;
}
