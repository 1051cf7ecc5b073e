import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import {
  makeOptimizer,
  type OptimizerName,
  optimizerState,
  restoreOptimizer,
  type ScheduledOptimizer,
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

  it("moves nothing until its rate is set", () => {
    for (const [name] of cases) {
      const w = tf.tidy(() => tf.variable(tf.scalar(1)));
      const optimizer = makeOptimizer(name, 0.5);
      tf.tidy(() => optimizer.applyGradients({ [w.name]: tf.scalar(2) }));
      expect(w.dataSync()[0], name).to.equal(1);
      optimizer.dispose();
      w.dispose();
    }
  });

  /** A layer, and a step of it, whose gradient is that of a number. */
  function trained() {
    const layer = tf.layers.dense({ units: 3, inputShape: [5] });
    tf.sequential({ layers: [layer] });
    layer.setWeights([tf.ones([5, 3]), tf.ones([3])]);
    const take = (optimizer: ScheduledOptimizer, step: number) =>
      tf.tidy(() => {
        const gradients = layer.trainableWeights.map((weight) => {
          const seed = step + weight.shape.length;
          const gradient = tf.randomNormal(weight.shape as number[], 0, 1, "float32", seed);
          return [(weight.read() as tf.Variable).name, gradient];
        });
        optimizer.setLearningRate(0.01);
        optimizer.applyGradients(Object.fromEntries(gradients));
      });
    return {
      take,
      weights: layer.trainableWeights,
      values: () => layer.getWeights().map((weight) => [...weight.dataSync()]),
    };
  }

  /** The powers of its β that Adam multiplies out, which are private. */
  const powersOf = (optimizer: ScheduledOptimizer) =>
    ["accBeta1", "accBeta2"].map((name) => Reflect.get(optimizer, name)?.dataSync()[0]);

  for (const [name] of cases) {
    for (const broken of [11, 60]) {
      it(`goes on with ${name} from the state of step ${broken} to the same bits`, async () => {
        const [whole, parts] = [trained(), trained()];
        const optimizer = makeOptimizer(name, 0.9);
        for (let step = 0; step < broken + 10; step++) whole.take(optimizer, step);
        let first = makeOptimizer(name, 0.9);
        for (let step = 0; step < broken; step++) parts.take(first, step);
        const before = tf.memory().numTensors;
        const state = await optimizerState(first);
        expect(tf.memory().numTensors).to.equal(before);
        const kept = powersOf(first);
        first.dispose();
        first = makeOptimizer(name, 0.9);
        await restoreOptimizer(first, state, { weights: parts.weights, iterations: broken });
        expect(tf.memory().numTensors).to.equal(before);
        expect(first.iterations).to.equal(broken);
        expect(powersOf(first)).to.deep.equal(kept);
        for (let step = broken; step < broken + 10; step++) parts.take(first, step);
        expect(parts.values()).to.deep.equal(whole.values());
      });
    }
  }

  it("begins anew from the state of one that gathers other things", async () => {
    for (const [name] of cases) {
      for (const kept of [0, 2, 4].filter((arrays) => arrays !== gathered[name])) {
        const [fresh, given] = [trained(), trained()];
        fresh.take(makeOptimizer(name, 0.9), 3);
        const optimizer = makeOptimizer(name, 0.9);
        const sizes = [15, 3, 15, 3].slice(0, kept);
        const state = sizes.map((size) => new Float32Array(size).fill(0.5));
        await restoreOptimizer(optimizer, state, { weights: given.weights, iterations: 7 });
        given.take(optimizer, 3);
        expect(given.values(), `${name}, ${kept} arrays`).to.deep.equal(fresh.values());
      }
    }
  });

  /** Arrays that each keeps of two weights. */
  const gathered: Readonly<Record<OptimizerName, number>> = {
    ...{ sgd: 0, momentum: 2, nesterov: 2, adam: 4 },
  };
});
