import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { expectClose } from "../closeTo.ts";

/** What the kernel adds and applies after the convolution. */
interface After {
  readonly activation: string;
  readonly bias?: number;
  readonly alpha?: number;
  readonly leakyreluAlpha?: number;
}

/** A convolution with a filter of 1 alone, and what comes after it. */
function applied({ activation, bias, alpha, leakyreluAlpha }: After): ArrayLike<number> {
  return tf.tidy(() => {
    const inputs = {
      x: tf.tensor4d([-2, -0.5, 0, 1, 7], [1, 1, 5, 1]),
      filter: tf.ones<tf.Rank.R4>([1, 1, 1, 1]),
      ...(bias === undefined ? {} : { bias: tf.tensor1d([bias]) }),
      ...(alpha === undefined ? {} : { preluActivationWeights: tf.tensor1d([alpha]) }),
    };
    const attrs = {
      ...{ strides: 1, pad: "valid", dataFormat: "NHWC", dilations: 1, activation },
      ...(leakyreluAlpha === undefined ? {} : { leakyreluAlpha }),
    };
    const y: tf.Tensor = tf.engine().runKernel(tf.FusedDepthwiseConv2D, inputs, attrs);
    return y.dataSync();
  });
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe("fused depthwise convolution on the wasm backend", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));

  const cases: readonly (readonly [After, readonly number[]])[] = [
    [{ activation: "linear" }, [-2, -0.5, 0, 1, 7]],
    [{ activation: "linear", bias: -1 }, [-3, -1.5, -1, 0, 6]],
    [{ activation: "relu", bias: 1 }, [0, 0.5, 1, 2, 8]],
    [{ activation: "relu6" }, [0, 0, 0, 1, 6]],
    [{ activation: "elu" }, [Math.exp(-2) - 1, Math.exp(-0.5) - 1, 0, 1, 7]],
    [{ activation: "sigmoid" }, [-2, -0.5, 0, 1, 7].map(sigmoid)],
    [{ activation: "leakyrelu", leakyreluAlpha: 0.5 }, [-1, -0.25, 0, 1, 7]],
    [{ activation: "prelu", alpha: 3 }, [-6, -1.5, 0, 1, 7]],
    [{ activation: "prelu" }, [-2, -0.5, 0, 1, 7]],
  ];
  for (const [what, expected] of cases) {
    it(`is ${JSON.stringify(what)} of what the convolution gives`, () => {
      expectClose(applied(what), expected);
    });
  }

  it("leaves an activation that it does not know to TensorFlow.js, which refuses it", () => {
    expect(() => applied({ activation: "swish" })).to.throw(/swish/);
  });

  it("leaves no tensor and no memory behind", () => {
    const before = tf.memory();
    applied({ activation: "relu", bias: 1 });
    expect(tf.memory()).to.deep.equal(before);
  });
});
