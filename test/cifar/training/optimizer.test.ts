import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import {
  makeOptimizer,
  type OptimizerName,
  optimizerState,
  restoreOptimizer,
} from "../../../lib/cifar/training/optimizer.ts";

describe("makeOptimizer", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  // Two steps from w = 1 along the gradients 2 and 4 at rate 0.1, momentum 0.5.
  const cases: [OptimizerName, number, number][] = [
    ["sgd", 1 - 0.1 * 2, 0.8 - 0.1 * 4],
    ["momentum", 1 - 0.1 * 2, 0.8 - 0.1 * (0.5 * 2 + 4)],
    ["nesterov", 1 - 0.1 * (2 + 0.5 * 2), 0.7 - 0.1 * (4 + 0.5 * (0.5 * 2 + 4))],
    ["adam", 1 - 0.1, 0.9 - (0.1 * (0.18 + 0.4)) / 0.19 / Math.sqrt((0.003996 + 0.016) / 0.001999)],
  ];
  for (const [name, first, second] of cases) {
    it(`takes the steps of ${name} as worked by hand, and leaves no tensor behind`, () => {
      const { numTensors } = tf.memory();
      const w = tf.tidy(() => tf.variable(tf.scalar(1)));
      const optimizer = makeOptimizer(name, 0.5);
      const step = (gradient: number) =>
        tf.tidy(() => optimizer.applyGradients({ [w.name]: tf.scalar(gradient) }));
      optimizer.setLearningRate(0.1);
      step(2);
      expect(w.dataSync()[0]).to.be.closeTo(first, 1e-6);
      step(4);
      expect(w.dataSync()[0]).to.be.closeTo(second, 1e-5);
      optimizer.dispose();
      w.dispose();
      expect(tf.memory().numTensors).to.equal(numTensors);
    });
  }

  for (const name of ["sgd", "momentum", "nesterov", "adam"] as const) {
    it(`goes on with ${name} from a kept state to the same bits`, async () => {
      const weights = await Promise.all(
        [false, true].map(async (broken) => {
          const layer = tf.layers.dense({ units: 3, inputShape: [5] });
          tf.sequential({ layers: [layer] });
          layer.setWeights([tf.ones([5, 3]), tf.ones([3])]);
          let optimizer = makeOptimizer(name, 0.9);
          for (let step = 0; step < 70; step++) {
            if (broken && step === 60) {
              const state = await optimizerState(optimizer);
              optimizer.dispose();
              optimizer = makeOptimizer(name, 0.9);
              const gathered = { weights: layer.trainableWeights, iterations: step };
              await restoreOptimizer(optimizer, state, gathered);
            }
            const gradients = layer.trainableWeights.map((weight) => {
              const seed = step + weight.shape.length;
              const gradient = tf.randomNormal(weight.shape as number[], 0, 1, "float32", seed);
              return [(weight.read() as tf.Variable).name, gradient];
            });
            optimizer.setLearningRate(0.01);
            optimizer.applyGradients(Object.fromEntries(gradients));
          }
          return layer.getWeights().map((weight) => [...weight.dataSync()]);
        }),
      );
      expect(weights[1]).to.deep.equal(weights[0]);
    });
  }
});
