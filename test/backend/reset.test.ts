import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { type BackendName, selectBackend } from "lib/backend";
import { cifarCnn, evaluate, train } from "lib/cifar";
import { nearestImages } from "lib/knn";
import { blobs } from "../cifar/blobs.ts";
import { needsNative } from "./native/setUp.ts";

const data = { train: blobs(40, 1), validation: blobs(20, 2) };

/** What a run gives: losses, accuracies, and neighbours, which the backend helps to find. */
async function results(backend: BackendName): Promise<unknown> {
  await selectBackend({ backend, threads: 1, log() {} });
  const model = cifarCnn({ filters: 4, batchNorm: true, classes: 2 });
  const options = { iterations: 14, batchSize: 10, validateEvery: 7, momentum: 0.9 };
  const { trainLoss, validationAccuracy } = await train(model, data, {
    ...options,
    onProgress() {},
  });
  const { loss } = await evaluate(model, data.validation);
  const values = [...trainLoss, ...validationAccuracy].map(({ value }) => value);
  const neighbors = await nearestImages(data.train, data.validation, 2);
  return { values: [...values, loss].map((value) => value.toFixed(4)), neighbors };
}

describe("after tf.engine().reset()", () => {
  after(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));

  it("wasm trains, evaluates and finds neighbours as before", async () => {
    const before = await results("wasm");
    for (let i = 0; i < 2; i++) {
      tf.engine().reset();
      expect(await results("wasm")).to.deep.equal(before);
    }
  });

  it("tfjs-node does as well, and wasm after it", async function () {
    needsNative.call(this);
    const before = { native: await results("tfjs-node"), wasm: await results("wasm") };
    for (let i = 0; i < 2; i++) {
      tf.engine().reset();
      expect(await results("tfjs-node")).to.deep.equal(before.native);
      expect(await results("wasm")).to.deep.equal(before.wasm);
    }
  });
});
