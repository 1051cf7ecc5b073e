import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "lib/backend";
import { expectClose } from "../closeTo.ts";
import { needsNative } from "./setUp.ts";

/** Every operation whose gradient is TensorFlow's own while its library computes. */
const OPERATIONS: Readonly<Record<string, (x: tf.Tensor4D) => tf.Tensor>> = {
  relu: (x) => tf.relu(x),
  mean: (x) => tf.mean(x, [1, 2]),
  "bias over channels": (x) => tf.add(x, tf.tensor1d([1, 2, 3])),
  batchNorm: (x) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const scale = tf.tensor1d([1, 2, 3]);
    return tf.batchNorm(x, mean.as1D(), variance.as1D(), scale, scale);
  },
  depthwiseConv2d: (x) =>
    tf.depthwiseConv2d(x, tf.randomNormal([2, 2, 3, 2], 0, 1, "float32", 4), 1, "same", "NHWC", 2),
};

describe("the gradient of a gradient on tfjs-node", () => {
  before(needsNative);
  after(() => selectBackend({ backend: "wasm", log() {} }));

  for (const [name, operation] of Object.entries(OPERATIONS)) {
    it(`is that of the wasm backend for ${name}`, async () => {
      const results: Float32Array[] = [];
      for (const backend of ["wasm", "tfjs-node"] as const) {
        await selectBackend({ backend, log() {} });
        const second = tf.tidy(() => {
          const normal = (seed: number) => tf.randomNormal([2, 4, 3, 3], 0, 1, "float32", seed);
          const slope = (x: tf.Tensor) =>
            tf.grad((x) =>
              operation(x as tf.Tensor4D)
                .pow(3)
                .sum(),
            )(x);
          return tf
            .grad((x) => slope(x).mul(normal(2)).sum())(normal(1))
            .dataSync<"float32">();
        });
        results.push(second);
      }
      expectClose(results[1], results[0], 1e-4);
    });
  }
});
