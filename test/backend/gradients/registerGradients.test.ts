import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { registerGradients } from "../../../lib/backend/gradients/registerGradients.ts";

describe("the gradients that TensorFlow.js gets", () => {
  it("are registered once, however often a backend is selected", () => {
    const all = () =>
      [tf.AvgPool, tf.Conv2D, tf.FusedBatchNorm, tf.Tile].map((kernel) => tf.getGradient(kernel));
    registerGradients();
    const before = all();
    registerGradients();
    for (const [i, gradient] of all().entries()) expect(gradient).to.equal(before[i]);
  });
});
