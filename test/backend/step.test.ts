import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { runStep, type Step, type StepBackend } from "../../lib/backend/step.ts";

describe("a step of training", () => {
  let backend: tf.KernelBackend & Partial<StepBackend>;
  let taken: [owner: tf.Optimizer, step: Step][];
  let loss: tf.Scalar;
  let x: tf.Scalar;
  const given = () => ["a setting"];

  before(async () => {
    await selectBackend({ backend: "wasm", threads: 1, log() {} });
    backend = tf.backend();
    [loss, x] = [tf.scalar(1), tf.scalar(2)];
  });
  beforeEach(() => {
    taken = [];
    backend.runStep = (...call) => {
      taken.push(call);
      return call[1].run();
    };
  });
  afterEach(() => {
    delete backend.runStep;
  });
  after(() => tf.dispose([loss, x]));

  /** Steps that count, as `minimize` does, or do not, as graphs do. */
  const take = (optimizer: tf.Optimizer, counts: boolean) => {
    const run = () => {
      if (counts) Reflect.apply(Reflect.get(optimizer, "incrementIterations"), optimizer, []);
      return loss;
    };
    expect(runStep(optimizer, { inputs: [x], given, run })).to.equal(loss);
    return run;
  };

  it("goes to a backend that computes steps, with the learning rate among its inputs", () => {
    const optimizer = tf.train.sgd(0.5);
    const run = take(optimizer, true);
    const [[owner, step]] = taken;
    expect(owner).to.equal(optimizer);
    expect([step.given, step.run]).to.deep.equal([given, run]);
    expect(step.inputs.map((input) => input.dataSync()[0])).to.deep.equal([2, -0.5]); // as tf.SGDOptimizer has it
    optimizer.dispose();
  });

  it("is one of the optimizer's, whoever counts it", () => {
    const optimizer = tf.train.sgd(0.5);
    for (const [i, counts] of [true, false, true, false].entries()) {
      take(optimizer, counts);
      expect(optimizer.iterations).to.equal(i + 1);
    }
    optimizer.dispose();
  });

  it("is computed operation by operation by Adam, and where the backend has no other way", () => {
    const [adam, sgd] = [tf.train.adam(0.5), tf.train.sgd(0.5)];
    take(adam, true);
    delete backend.runStep;
    take(sgd, true);
    expect(taken).to.deep.equal([]);
    expect([adam.iterations, sgd.iterations]).to.deep.equal([1, 1]);
    for (const each of [adam, sgd]) each.dispose();
  });
});
