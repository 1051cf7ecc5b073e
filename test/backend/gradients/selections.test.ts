import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";

describe("the gradients of operations that pick elements", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));

  it("are refused for more numbers than float32 can count", () => {
    const gradient = tf.getGradient(tf.StridedSlice);
    const of = (size: number) => {
      const x = { size, shape: [size] } as tf.Tensor;
      const attributes = { begin: [0], end: [1], strides: [1] };
      return () => tf.tidy(() => gradient.gradFunc(tf.ones([1]), [x], attributes).x());
    };
    expect(of(3)().shape).to.deep.equal([3]);
    expect(of(2 ** 24 + 1)).to.throw(
      RangeError,
      "gradient of an operation on [16777217]: it has 16777217 numbers, up to 16777216 can be told apart",
    );
  });
});
