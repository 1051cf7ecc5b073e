import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { expectClose } from "../closeTo.ts";

type Operation = (x: tf.Tensor4D) => tf.Tensor;

const SHAPE: [number, number, number, number] = [2, 5, 4, 3];
const normal = <R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number) =>
  tf.randomNormal<R>(shape, 0, 1, "float32", seed);
const filter = () => normal<tf.Rank.R4>([3, 2, 3, 2], 5);
const weights = () => normal<tf.Rank.R1>([3], 6);

/** Everything whose gradient, or a kernel in it, is not TensorFlow.js's own. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  relu: (x) => tf.relu(x),
  "bias over channels": (x) => tf.add(x, weights()),
  "sum over rows": (x) => tf.sum(x, [1, 2]),
  "mean over rows": (x) => tf.mean(x, [1, 2]),
  "mean over images": (x) => tf.mean(x, 0),
  "batchNorm by given statistics": (x) =>
    tf.batchNorm(x, weights(), tf.tensor1d([1, 2, 3]), weights(), weights()),
  "batchNorm by the batch's statistics": (x) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.batchNorm(x, mean.as1D(), variance.as1D(), weights(), weights());
  },
  clone: (x) => x.clone().mul(x),
  cast: (x) => x.cast("float32").mul(x),
  tile: (x) => tf.tile(x, [1, 2, 1, 3]),
  conv2d: (x) => tf.conv2d(x, filter(), [2, 1], "same"),
  "conv2d, dilated": (x) => tf.conv2d(x, filter(), 1, "same", "NHWC", [2, 1]),
  "fused conv2d": (x) =>
    tf.fused.conv2d({ x, filter: filter(), strides: 1, pad: "valid", bias: tf.tensor1d([1, 2]) }),
  "conv2d by its filter": (x) =>
    tf.conv2d(normal<tf.Rank.R4>([1, 7, 7, 4], 8), x.transpose([1, 2, 3, 0]).pad(ONE), 1, "same"),
  depthwiseConv2d: (x) => tf.depthwiseConv2d(x, filter(), [2, 2], "same"),
  "depthwiseConv2d by its filter": (x) =>
    tf.depthwiseConv2d(normal<tf.Rank.R4>([1, 7, 7, 4], 8), x.reshape([5, 3, 4, 2]), 1, "same"),
  conv2dTranspose: (x) =>
    tf.conv2dTranspose(x, normal<tf.Rank.R4>([3, 3, 2, 3], 5), [2, 10, 8, 2], 2, "same"),
  avgPool: (x) => tf.avgPool(x, 2, 2, "valid"),
  "avgPool at an edge": (x) => tf.avgPool(x, 3, 2, "same"),
  maxPool: (x) => tf.maxPool(x, [3, 2], 1, "same"),
  einsum: (x) => tf.einsum("nijc,nikc->njk", x, x),
  gather: (x) => tf.gather(x, tf.tensor1d([1, 1, 0], "int32"), 3),
  unsortedSegmentSum: (x) => tf.unsortedSegmentSum(x, tf.tensor1d([1, 1], "int32"), 3),
  stridedSlice: (x) => tf.stridedSlice(x, [0, 4, 0, 0], [2, 0, 4, 3], [1, -2, 1, 2]),
  mirrorPad: (x) =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [1, 2],
        [0, 1],
        [0, 0],
      ],
      "reflect",
    ),
  cumsum: (x) => tf.cumsum(x, 1, true),
  "a comparison": (x) => tf.where(x.greater(0.1), x, x.mul(0.3)),
};
const ONE: [number, number][] = [
  [0, 0],
  [0, 0],
  [0, 1],
  [0, 0],
];

/** The gradient of Σ k·∂/∂x Σ m·y², where y is an operation, so that it has second derivatives. */
function second(operation: Operation): Float32Array {
  return tf.tidy(() => {
    const x = normal(SHAPE, 1);
    const first = (x: tf.Tensor) =>
      tf.grad((x) => {
        const y = operation(x as tf.Tensor4D);
        return y.square().mul(normal(y.shape, 2)).sum();
      })(x);
    return tf
      .grad((x) => first(x).mul(normal(SHAPE, 3)).sum())(x)
      .dataSync<"float32">();
  });
}

/** Of how many elements one is compared with central differences. */
const EVERY = 7;

function some(values: Float32Array): Float32Array {
  return values.filter((_, i) => i % EVERY === 0);
}

/** Some of the same by central differences of the first. */
function differences(operation: Operation): number[] {
  const h = 1 / 256;
  return tf.tidy(() => {
    const k = normal(SHAPE, 3);
    const slope = tf.grad((x) => {
      const y = operation(x as tf.Tensor4D);
      return y.square().mul(normal(y.shape, 2)).sum();
    });
    const values = normal(SHAPE, 1).dataSync();
    const at = (i: number, change: number) =>
      tf.tidy(() => {
        const moved = values.slice();
        moved[i] += change;
        return slope(tf.tensor(moved, SHAPE)).mul(k).sum().dataSync()[0];
      });
    return [...values.keys()]
      .filter((i) => i % EVERY === 0)
      .map((i) => (at(i, h) - at(i, -h)) / (2 * h));
  });
}

describe("the gradient of a gradient", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));
  after(() => tf.setBackend("wasm"));

  it("is that of the cpu backend for relu at 2, which is 24 for relu³ + x³", () => {
    const cubes = (x: tf.Tensor) => x.relu().pow(3).add(x.pow(3));
    const slope = tf.tidy(() => tf.grad(tf.grad(cubes))(tf.scalar(2)).dataSync()[0]);
    expect(slope).to.be.closeTo(24, 1e-4);
  });

  for (const [name, operation] of Object.entries(OPERATIONS)) {
    it(`is right for ${name}`, async () => {
      await tf.setBackend("wasm");
      const found = second(operation);
      expectClose(some(found), differences(operation), 2e-3);
      await tf.setBackend("cpu");
      expectClose(found, second(operation), 1e-4);
      await tf.setBackend("wasm");
    });
  }

  it("is right for batchNorm by each image's statistics, which the cpu backend has wrong", () => {
    const operation: Operation = (x) => {
      const { mean, variance } = tf.moments(x, [1, 2], true);
      return tf.batchNorm(x, mean as tf.Tensor4D, variance as tf.Tensor4D);
    };
    expectClose(some(second(operation)), differences(operation), 2e-3);
  });

  it("is that of a penalty on the gradient of a network", async () => {
    const penalty = () => {
      const w = tf.variable(normal<tf.Rank.R4>([3, 3, 3, 4], 7));
      const norm = () => {
        const slope = tf.grad((x) =>
          tf
            .conv2d(x as tf.Tensor4D, w, 1, "same")
            .relu()
            .mean(),
        );
        return slope(normal(SHAPE, 1)).mul(100).square().sum() as tf.Scalar;
      };
      const slopes = tf.tidy(() => {
        const { grads } = tf.variableGrads(norm, [w]);
        return grads[w.name].dataSync<"float32">();
      });
      w.dispose();
      return slopes;
    };
    const found = penalty();
    await tf.setBackend("cpu");
    expectClose(found, penalty());
  });
});
