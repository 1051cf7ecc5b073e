import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";

describe("the gradients that TensorFlow.js gets", () => {
  it("are registered once, however often a backend is selected", async () => {
    const registered = async () => {
      await selectBackend({ backend: "wasm", threads: 1, log() {} });
      return [tf.AvgPool, tf.Conv2D, tf.FusedBatchNorm, tf.Tile].map((kernel) =>
        tf.getGradient(kernel),
      );
    };
    const before = await registered();
    for (const [i, gradient] of (await registered()).entries()) {
      expect(gradient).to.equal(before[i]);
    }
  });
});
