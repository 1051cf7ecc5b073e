import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { makeOptimizer } from "../../../lib/cifar/training/optimizer.ts";
import {
  copyState,
  copyWeights,
  restoreState,
  setWeights,
} from "../../../lib/cifar/training/trainingState.ts";

const network = (units: number) =>
  tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [3] })] });

describe("the state of a training", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  const step = (model: tf.LayersModel, optimizer: ReturnType<typeof makeOptimizer>) =>
    tf.tidy(() => {
      optimizer.setLearningRate(0.1);
      const gradients = model.trainableWeights.map((weight) => [
        (weight.read() as tf.Variable).name,
        tf.ones(weight.shape as number[]),
      ]);
      optimizer.applyGradients(Object.fromEntries(gradients));
    });
  const valuesOf = (model: tf.LayersModel) => model.getWeights().map((w) => [...w.dataSync()]);

  it("has copies of the weights, which come back to the bit", async () => {
    const model = network(2);
    const before = valuesOf(model);
    const { numTensors } = tf.memory();
    const weights = await copyWeights(model);
    setWeights(
      model,
      weights.map((values) => values.map((value) => value + 1)),
    );
    expect(valuesOf(model)).to.not.deep.equal(before);
    setWeights(model, weights);
    expect(valuesOf(model)).to.deep.equal(before);
    expect(tf.memory().numTensors).to.equal(numTensors);
  });

  it("goes on in another model and optimiser as in the first", async () => {
    const [first, second] = [network(2), network(2)];
    const [one, other] = [makeOptimizer("momentum", 0.9), makeOptimizer("momentum", 0.9)];
    step(first, one);
    const best = [new Float32Array(6), new Float32Array(2)];
    const state = await copyState({ model: first, optimizer: one }, best);
    expect(state.best).to.equal(best);
    step(first, one);
    await restoreState({ model: second, optimizer: other }, state, 1);
    step(second, other);
    expect(valuesOf(second)).to.deep.equal(valuesOf(first));
  });

  it("is refused by another network, with the sizes of both", async () => {
    const optimizer = makeOptimizer("sgd", 0);
    const state = await copyState({ model: network(2), optimizer }, undefined);
    const failure = await restoreState({ model: network(4), optimizer }, state, 1).then(
      String,
      String,
    );
    expect(failure).to.equal(
      "RangeError: train: the run to go on with has weights of sizes 6,2, the model of 12,4; " +
        "give the model that it trained",
    );
  });
});
