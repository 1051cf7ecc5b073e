import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";

/** A model whose weights are the same every time. */
function compiled(): tf.LayersModel {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 1 });
  const options = { units: 3, inputShape: [4], activation: "softmax" as const };
  const model = tf.sequential({ layers: [tf.layers.dense({ ...options, kernelInitializer })] });
  model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  return model;
}

describe("labels of int32", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("train, validate and evaluate as those of float32 do, [N] or [N,1], and leave no tensor", async () => {
    const images = tf.randomNormal([6, 4], 0, 1, "float32", 2);
    const results: number[][] = [];
    for (const dtype of ["float32", "int32"] as const) {
      for (const shape of [[6], [6, 1]]) {
        const model = compiled();
        const labels = tf.tensor([0, 1, 2, 0, 1, 2], shape, dtype);
        const before = tf.memory().numTensors;
        const options = { epochs: 2, batchSize: 2, shuffle: false, verbose: 0 } as const;
        const { history } = await model.fit(images, labels, {
          ...options,
          validationData: [images, labels],
        });
        const evaluated = model.evaluate(images, labels) as tf.Scalar[];
        results.push([
          ...(history.loss as number[]),
          ...(history.val_loss as number[]),
          ...evaluated.map((each) => each.dataSync()[0]),
        ]);
        await model.trainOnBatch(images, labels);
        tf.dispose(evaluated);
        expect(tf.memory().numTensors).to.equal(before);
        expect(labels.dtype).to.equal(dtype);
      }
    }
    for (const result of results) expect(result).to.deep.equal(results[0]);
  });
});
