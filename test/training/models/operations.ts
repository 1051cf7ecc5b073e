import * as tf from "@tensorflow/tfjs";
import { type Build, first, head, Lambda, N, relu, sequential } from "./parts.ts";

type Operation = (x: tf.Tensor4D) => tf.Tensor;

/** Of images [N,5,5,6], all 0 or more, and the shape of what they give if that is another. */
const operations: Readonly<Record<string, Operation | [Operation, readonly number[]]>> = {
  square: (x) => x.square(),
  abs: (x) => x.sub(0.2).abs(),
  clip: (x) => x.clipByValue(0, 0.5),
  "max axis": (x) => x.max(3, true).mul(x),
  "min axis": (x) => x.min(3, true).mul(x),
  "mean axis": (x) => x.mean([1, 2], true).add(x),
  "sum axis 3": (x) => x.sum(3, true).add(x),
  prod: (x) => x.add(1).prod(3, true).mul(x),
  std(x) {
    const { mean, variance } = tf.moments(x, [1, 2], true);
    return x.sub(mean).div(variance.add(1e-3).sqrt());
  },
  logsumexp: (x) => x.logSumExp(3, true).add(x),
  pow: (x) => x.add(0.1).pow(1.5),
  sqrt: (x) => x.add(0.1).sqrt(),
  exp: (x) => x.exp(),
  log: (x) => x.add(1).log(),
  log1p: (x) => x.log1p(),
  softplus: (x) => x.softplus(),
  sin: (x) => x.sin(),
  where: (x) => tf.where(x.greater(0.2), x, x.mul(0.1)),
  gather: [(x) => x.gather(tf.tensor1d([0, 2, 4], "int32"), 3), [5, 5, 3]],
  slice: [(x) => x.slice([0, 1, 1, 0], [-1, 3, 3, 6]), [3, 3, 6]],
  stridedSlice: [(x) => x.stridedSlice([0, 0, 0, 0], [N, 5, 5, 6], [1, 2, 2, 1]), [3, 3, 6]],
  "split concat": (x) => tf.concat(tf.split(x, 2, 3).reverse(), 3),
  "stack unstack": (x) => tf.stack(tf.unstack(x, 3).reverse(), 3),
  tile: [(x) => x.tile([1, 1, 1, 2]), [5, 5, 12]],
  reverse: (x) => x.reverse(2),
  pad: [
    (x) =>
      x.pad([
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]),
    [7, 7, 6],
  ],
  mirrorPad: [
    (x) =>
      x.mirrorPad(
        [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ],
        "reflect",
      ),
    [7, 7, 6],
  ],
  resizeBilinear: [(x) => tf.image.resizeBilinear(x, [10, 10]), [10, 10, 6]],
  resizeNearest: [(x) => tf.image.resizeNearestNeighbor(x, [10, 10]), [10, 10, 6]],
  localResponseNormalization: (x) => x.localResponseNormalization(2),
  cumsum: (x) => x.cumsum(1),
  "matmul attention"(x) {
    const q = x.reshape<tf.Tensor3D>([N, 25, 6]);
    return q.matMul(q, false, true).softmax().matMul(q).reshape([N, 5, 5, 6]);
  },
  einsum: (x) => tf.einsum("bijc,cd->bijd", x, tf.ones([6, 6]).mul(0.2)),
  norm: (x) => x.div(x.add(0.1).norm("euclidean", 3, true)),
  depthToSpace: [
    (x) => tf.depthToSpace(x.slice([0, 0, 0, 0], [-1, 5, 5, 4]) as tf.Tensor4D, 2, "NHWC"),
    [10, 10, 1],
  ],
  "maxPool same": [(x) => tf.maxPool(x, 2, 2, "same"), [3, 3, 6]],
  "maxPool of negatives": [(x) => tf.maxPool(x.sub(3), 2, 2, "same"), [3, 3, 6]],
  "avgPool valid": [(x) => tf.avgPool(x, 3, 1, "valid"), [3, 3, 6]],
  "maxPool pad number": [(x) => tf.maxPool(x, 3, 2, 1), [3, 3, 6]],
  "avgPool floor": [(x) => tf.avgPool(x, 2, 2, 0, "floor"), [2, 2, 6]],
  "pool with dilation": [(x) => tf.pool(x, [2, 2], "max", "valid", [2, 2]), [3, 3, 6]],
  topk: [(x) => tf.topk(x, 3).values, [5, 5, 3]],
  erf: (x) => x.erf(),
  atan: (x) => x.atan(),
  maximum: (x) => tf.maximum(x, 0.3),
  squaredDifference: (x) => tf.squaredDifference(x, 0.3),
  dropout: (x) => tf.dropout(x, 0.3, undefined, 7),
  "batchNorm of 4-D statistics"(x) {
    const { mean, variance } = tf.moments(x, [0, 1, 2], true);
    return tf.batchNorm(x, mean as tf.Tensor4D, variance as tf.Tensor4D);
  },
  mod: (x) => x.mod(0.3),
  floor: (x) => x.floor().add(x),
  sign: (x) => x.sign().add(x),
  reciprocal: (x) => x.add(1).reciprocal(),
  rsqrt: (x) => x.add(1).rsqrt(),
  tan: (x) => x.mul(0.1).tan(),
  sinh: (x) => x.sinh(),
  cosh: (x) => x.cosh(),
  asin: (x) => x.mul(0.1).asin(),
  expm1: (x) => x.expm1(),
  logSigmoid: (x) => x.logSigmoid(),
  "oneHot argMax": (x) => tf.oneHot(x.argMax(3), 6).toFloat().mul(x),
  gatherND(x) {
    const all = tf.range(0, N * 25, 1, "int32").reshape([N * 25, 1]);
    return tf.gatherND(x.reshape([N * 25, 6]), all).reshape([N, 5, 5, 6]);
  },
  spaceToBatch: [
    (x) =>
      tf
        .spaceToBatchND(
          x.slice([0, 0, 0, 0], [-1, 4, 4, 6]),
          [2, 2],
          [
            [0, 0],
            [0, 0],
          ],
        )
        .slice([0, 0, 0, 0], [N, 2, 2, 6]),
    [2, 2, 6],
  ],
};

/** Models with operations as layers of one's own, one each. */
export const OPERATIONS: Readonly<Record<string, Build>> = Object.fromEntries(
  Object.entries(operations).map(([name, operation]): [string, Build] => {
    const [f, shape] = typeof operation === "function" ? [operation] : operation;
    return [`operation ${name}`, () => sequential(first(relu), new Lambda(f, shape), ...head())];
  }),
);
