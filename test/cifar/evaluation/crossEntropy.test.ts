import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { crossEntropy } from "../../../lib/cifar/evaluation/evaluate.ts";

describe("crossEntropy", () => {
  before(() => selectBackend({ backend: "wasm", log() {} }));

  it("is the loss of TensorFlow.js with its gradient, of certain and wrong logits too", () => {
    const labels = tf.tensor1d([2, 0, 1, 3, 1], "int32");
    for (const scale of [1, 10, 1000]) {
      const logits = tf.randomNormal<tf.Rank.R2>([5, 4], 0, scale, "float32", 1);
      const [own, theirs] = [
        (x: tf.Tensor2D) => crossEntropy(x, labels),
        (x: tf.Tensor2D) => tf.losses.softmaxCrossEntropy(tf.oneHot(labels, 4), x) as tf.Scalar,
      ].map((loss) => tf.valueAndGrad(loss)(logits));
      const [loss] = theirs.value.dataSync();
      expect(own.value.dataSync()[0]).closeTo(loss, 1e-6 * Math.max(1, loss));
      const gradient = own.grad.dataSync();
      theirs.grad.dataSync().forEach((expected, i) => {
        expect(gradient[i]).closeTo(expected, 1e-6);
      });
      tf.dispose([logits, own, theirs]);
    }
    labels.dispose();
  });
});
