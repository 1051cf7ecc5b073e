import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, modelFiles, train } from "lib/cifar";
import { blobs } from "../blobs.ts";

const weightsOf = (model: tf.LayersModel) => model.getWeights().map((w) => [...w.dataSync()]);

/** Nothing but TensorFlow.js: loads the model from its address and prints its logits. */
const PLAIN = `
  const tf = require("@tensorflow/tfjs");
  tf.loadLayersModel(process.argv[1]).then((model) => {
    const logits = model.predict(tf.ones([1, 24, 24, 3]));
    console.log(JSON.stringify([...logits.dataSync()]));
  });`;

describe("modelFiles", () => {
  let parent: string;
  let directory: string;
  let model: tf.LayersModel;

  before(async () => {
    await selectBackend({ threads: 1, log() {} });
    parent = await mkdtemp(join(tmpdir(), "model-"));
    directory = join(parent, "models", "mine");
    model = cifarCnn({ filters: [4, 4], kernelSize: 3, batchNorm: true, classes: 2 });
    const data = { train: blobs(40, 1), validation: blobs(20, 2) };
    await train(model, data, { iterations: 5, batchSize: 20, onProgress: () => {} });
  });
  after(() => rm(parent, { recursive: true }));

  it("keep a trained model, every weight to the bit", async () => {
    const { modelArtifactsInfo } = await model.save(modelFiles(directory));
    const numbers = model.countParams();
    expect(modelArtifactsInfo.weightDataBytes).to.equal(4 * numbers);
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

  it("stay as they were when the weights cannot be written", async () => {
    await model.save(modelFiles(directory));
    const json = await readFile(join(directory, "model.json"), "utf8");
    const other = cifarCnn({ filters: [4, 4], kernelSize: 3, classes: 2, seed: 5 });
    const elsewhere = await mkdtemp(join(tmpdir(), "model-"));
    await other.save(modelFiles(elsewhere));
    const name = (await readdir(elsewhere)).find((file) => file.endsWith(".bin")) ?? "";
    await mkdir(join(directory, name)); // in the way
    expect(await other.save(modelFiles(directory)).catch(({ code }) => code)).to.equal("EISDIR");
    expect(await readFile(join(directory, "model.json"), "utf8")).to.equal(json);
    await rmdir(join(directory, name));
    await rm(elsewhere, { recursive: true });
  });

  for (const optimizer of ["sgd", "momentum", "adam", "adagrad", "adadelta", "rmsprop"]) {
    it(`let a model compiled with ${optimizer} go on training to the same losses`, async () => {
      const { dense, flatten } = tf.layers;
      const inputShape = [6, 6, 3];
      const kernelInitializer = tf.initializers.glorotUniform({ seed: 1 });
      const compiled = tf.sequential({
        layers: [
          flatten({ inputShape }),
          dense({ units: 2, activation: "softmax", kernelInitializer }),
        ],
      });
      compiled.compile({
        optimizer: optimizer === "momentum" ? tf.train.momentum(0.01, 0.9) : optimizer,
        loss: "categoricalCrossentropy",
        metrics: ["accuracy"],
      });
      const images = tf.randomNormal([20, ...inputShape], 0, 1, "float32", 2);
      const labels = tf.oneHot(tf.tensor1d(Int32Array.from({ length: 20 }, (_, i) => i % 2)), 2);
      const lossesOf = async (model: tf.LayersModel) => {
        const { history } = await model.fit(images, labels, {
          epochs: 3,
          shuffle: false,
          verbose: 0,
        });
        return [...history.loss, ...history.acc] as number[];
      };
      await lossesOf(compiled);
      await compiled.save(modelFiles(directory), { includeOptimizer: true });
      const loaded = await tf.loadLayersModel(modelFiles(directory));
      const [found, expected] = [await lossesOf(loaded), await lossesOf(compiled)];
      for (const [i, loss] of found.entries()) expect(loss).to.be.closeTo(expected[i], 1e-6);
    });
  }

  it("keep what the user says of the model", async () => {
    const metadata = { classes: ["red", "green"], madeBy: { course: 3 } };
    model.setUserDefinedMetadata(metadata);
    await model.save(modelFiles(directory));
    const loaded = await tf.loadLayersModel(modelFiles(directory));
    expect(loaded.getUserDefinedMetadata()).to.deep.equal(metadata);
  });
});

/** Made by Keras 3.15.1, in the layout of tensorflowjs_converter, with the logits of a ramp. */
const keras3 = new URL("keras3/", import.meta.url);

describe("modelFiles of others", () => {
  let directory: string;

  before(async () => {
    await selectBackend({ threads: 1, log() {} });
    directory = await mkdtemp(join(tmpdir(), "model-"));
  });
  after(() => rm(directory, { recursive: true }));

  for (const name of ["sequential", "functional", "nested"]) {
    it(`are read where Keras 3 wrote them, in two files: a ${name} model`, async () => {
      const loaded = await tf.loadLayersModel(modelFiles(fileURLToPath(new URL(name, keras3))));
      const images = tf.linspace(-1, 1, 128).reshape([1, 8, 8, 2]);
      const found = (loaded.predict(images) as tf.Tensor).dataSync();
      const expected = JSON.parse(await readFile(new URL(`${name}/expected.json`, keras3), "utf8"));
      expect(found).to.have.length(4);
      for (const [i, logit] of found.entries()) expect(logit).to.be.closeTo(expected[i], 1e-6);
    });
  }

  /** Cuts the weights of a saved model into files, and these into groups. */
  async function cut(sizes: readonly number[], groups: number): Promise<tf.LayersModel> {
    const model = cifarCnn({ filters: [4, 4], kernelSize: 3, seed: 4 });
    await model.save(modelFiles(directory));
    const path = join(directory, "model.json");
    const json = JSON.parse(await readFile(path, "utf8"));
    const [{ paths, weights }] = json.weightsManifest;
    const bytes = await readFile(join(directory, paths[0]));
    const ends = weights.map(
      ({ shape }: { shape: number[] }) => 4 * shape.reduce((a, b) => a * b, 1),
    );
    const perGroup = Math.ceil(weights.length / groups);
    let start = 0;
    json.weightsManifest = [];
    for (let group = 0; group < groups; group++) {
      const part = weights.slice(group * perGroup, (group + 1) * perGroup);
      const length = ends
        .slice(group * perGroup, (group + 1) * perGroup)
        .reduce((a: number, b: number) => a + b, 0);
      const files = sizes.map((_, i) => `group${group + 1}-shard${i + 1}of${sizes.length}.bin`);
      for (const [i, name] of files.entries()) {
        const [from, to] = [sizes[i], sizes[i + 1] ?? 1].map((share) => Math.floor(share * length));
        await writeFile(join(directory, name), bytes.subarray(start + from, start + to));
      }
      start += length;
      json.weightsManifest.push({ paths: files, weights: part });
    }
    await writeFile(path, JSON.stringify(json));
    return model;
  }

  for (const [sizes, groups] of [
    [[0, 0.4], 1],
    [[0, 0.123, 0.9], 1],
    [[0], 3],
    [[0, 0.5], 2],
  ] as const) {
    it(`are read from ${sizes.length} files in each of ${groups} groups`, async () => {
      const model = await cut(sizes, groups);
      const loaded = await tf.loadLayersModel(modelFiles(directory));
      expect(weightsOf(loaded)).to.deep.equal(weightsOf(model));
    });
  }

  it("name a file that is missing, and both numbers of bytes where one is too short", async () => {
    await cut([0, 0.5], 1);
    const load = () => tf.loadLayersModel(modelFiles(directory)).then(() => "nothing", String);
    const file = join(directory, "group1-shard2of2.bin");
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(4));
    expect(await load()).to.match(
      /modelFiles: the weight files in ".*" \(group1-shard1of2.bin, group1-shard2of2.bin\) have \d+ bytes, .* \d+; they/,
    );
    await rm(file);
    expect(await load()).to.match(
      /modelFiles: ".*" lacks group1-shard2of2.bin, one of the 2 weight files/,
    );
  });
});
