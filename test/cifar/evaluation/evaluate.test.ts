import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { evaluate, imageBatch } from "lib/cifar";
import { blobs } from "../blobs.ts";

const dataset = {
  ...blobs(7, 1, [3, 4]),
  ...{ labels: Uint8Array.of(0, 2, 1, 2, 1, 1, 2), classes: ["a", "b", "c"] },
};

function network(): tf.LayersModel {
  const kernelInitializer = tf.initializers.glorotNormal({ seed: 3 });
  const model = tf.sequential();
  model.add(tf.layers.flatten({ inputShape: [3, 4, 3] }));
  model.add(tf.layers.dense({ units: 3, kernelInitializer }));
  return model;
}

describe("evaluate", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("counts, and means the losses, over all images, whatever the batches", async () => {
    const model = network();
    const { images } = imageBatch(dataset, [0, 1, 2, 3, 4, 5, 6], undefined, [3, 4]);
    const logits = (model.predict(images) as tf.Tensor).arraySync() as number[][];
    const softmax = logits.map((row) => {
      const sum = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
      return row.map((logit) => Math.exp(logit) / sum);
    });
    const predicted = softmax.map((row) => row.indexOf(Math.max(...row)));
    const confusion = [0, 1, 2].map((t) =>
      [0, 1, 2].map(
        (p) => predicted.filter((each, i) => each === p && dataset.labels[i] === t).length,
      ),
    );
    const right = confusion[0][0] + confusion[1][1] + confusion[2][2];
    expect(right).to.equal(4);
    for (const batchSize of [undefined, 1, 3, 7]) {
      const found = await evaluate(model, dataset, { batchSize });
      expect([...found.predictions]).to.deep.equal(predicted);
      expect(found.confusion).to.deep.equal(confusion);
      expect(found.accuracy).to.equal(right / 7);
      const losses = softmax.map((row, i) => -Math.log(row[dataset.labels[i]]));
      expect(found.loss).to.be.closeTo(losses.reduce((sum, loss) => sum + loss, 0) / 7, 1e-5);
      found.confidences.forEach((confidence, i) => {
        expect(confidence).to.be.closeTo(Math.max(...softmax[i]), 1e-5);
      });
    }
  });

  it("ends at its signal, and leaves no tensor behind", async () => {
    const model = network();
    await evaluate(model, dataset);
    const before = tf.memory().numTensors;
    await evaluate(model, dataset, { batchSize: 2 });
    expect(tf.memory().numTensors).to.equal(before);
    const signal = AbortSignal.abort(new Error("enough"));
    expect(await evaluate(model, dataset, { signal }).then(String, String)).to.equal(
      "Error: enough",
    );
  });
});
