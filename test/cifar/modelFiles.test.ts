import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, modelFiles, train } from "lib/cifar";
import { blobs } from "./blobs.ts";

const weightsOf = (model: tf.LayersModel) => model.getWeights().map((w) => [...w.dataSync()]);

/** Nothing but TensorFlow.js: loads the model from its address and prints its logits. */
const PLAIN = `
  const tf = require("@tensorflow/tfjs");
  tf.loadLayersModel(process.argv[1]).then((model) => {
    const logits = model.predict(tf.ones([1, 24, 24, 3]));
    console.log(JSON.stringify([...logits.dataSync()]));
  });`;

describe("modelFiles", () => {
  let directory: string;
  let model: tf.LayersModel;

  before(async () => {
    await selectBackend({ threads: 1, log() {} });
    directory = await mkdtemp(join(tmpdir(), "model-"));
    model = cifarCnn({ filters: [4, 4], kernelSize: 3, batchNorm: true, classes: 2 });
    const data = { train: blobs(40, 1), validation: blobs(20, 2) };
    await train(model, data, { iterations: 5, batchSize: 20, onProgress: () => {} });
  });
  after(() => rm(directory, { recursive: true }));

  it("keep a trained model, every weight to the bit", async () => {
    await model.save(modelFiles(directory));
    const loaded = await tf.loadLayersModel(modelFiles(directory));
    expect(weightsOf(loaded)).to.deep.equal(weightsOf(model));
    expect(loaded.layers.map(({ name }) => name)).to.deep.equal(model.layers.map((l) => l.name));
  });

  it("load in a program that has nothing but TensorFlow.js, to the same logits", async () => {
    await model.save(modelFiles(directory));
    const server = createServer(async ({ url = "" }, response) => {
      response.end(await readFile(join(directory, basename(url))));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.json`;
      const { stdout } = await promisify(execFile)(process.execPath, ["-e", PLAIN, address]);
      const logits = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
      const expected = (model.predict(tf.ones([1, 24, 24, 3])) as tf.Tensor).dataSync();
      for (const [i, logit] of logits.entries()) expect(logit).to.be.closeTo(expected[i], 1e-4);
    } finally {
      server.close();
    }
  });

  it("are replaced when a model is saved again", async () => {
    await model.save(modelFiles(directory));
    const other = cifarCnn({ filters: [4, 4], kernelSize: 3, classes: 2 });
    await other.save(modelFiles(directory));
    expect(await readdir(directory)).to.have.length(2);
    const loaded = await tf.loadLayersModel(modelFiles(directory));
    expect(weightsOf(loaded)).to.deep.equal(weightsOf(other));
  });
});
