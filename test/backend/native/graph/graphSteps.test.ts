import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { graphSteps } from "../../../../lib/backend/native/graph/graphSteps.ts";
import type { Attribute, NativeBackend } from "../../../../lib/backend/native/nativeBackend.ts";
import type { Step } from "../../../../lib/backend/step.ts";
import { BEFORE, Library, messages, TYPES } from "./library.ts";

describe("graphs of steps, with a stand-in for TensorFlow's C library", () => {
  let other: string;
  let library: Library;
  let runStep: NonNullable<NativeBackend["runStep"]>;
  let owner: tf.Optimizer;
  before(() => tf.enableProdMode()); // no banner

  beforeEach(async () => {
    other = tf.getBackend();
    library = new Library();
    owner = tf.train.sgd(1);
    tf.registerBackend("graphs", () => library);
    await tf.setBackend("graphs");
    runStep = graphSteps(library, messages) ?? runStep;
  });
  afterEach(async () => {
    if (other) await tf.setBackend(other);
    tf.removeBackend("graphs");
  });

  /** Has TensorFlow compute an operation. */
  const compute = (name: string, inputs: tf.Tensor[], attributes: Attribute[] = []) =>
    library.executeSingleOutput(name, attributes, inputs);

  /** Fits w to y = 3x by descent with rate 0.1: gives the loss (wx − y)², and sets w. */
  function descend(
    w: tf.Variable,
    x: number,
    more: Partial<Step> & { read?: boolean } = {},
  ): number {
    const inputs = [tf.scalar(x), tf.scalar(3 * x)];
    const run = () => {
      const { read } = more;
      const error = compute("Sub", [compute("Mul", [w, inputs[0]]), inputs[1]]);
      if (read) error.dataSync();
      const slope = compute("Mul", [compute("Mul", [tf.scalar(2), error]), inputs[0]]);
      w.assign(compute("Sub", [w, compute("Mul", [tf.scalar(0.1), slope])]));
      return compute("Square", [error]);
    };
    return runStep(owner, { inputs, given: () => [w], run, ...more }).dataSync()[0];
  }

  /** The same in plain numbers. */
  function expected(xs: readonly number[]): number[] {
    let w = 1;
    return xs.map((x) => {
      const error = w * x - 3 * x;
      w -= 0.1 * 2 * error * x;
      return error * error;
    });
  }

  const xs = Array.from({ length: BEFORE + 4 }, (_, i) => 0.5 + 0.1 * i);
  const runs = () => library.graphs.filter((what) => what === "run").length;

  it("compute losses and variables as operation by operation do, from the eleventh step on", () => {
    const w = tf.variable(tf.scalar(1));
    const losses = xs.map((x) => descend(w, x));
    for (const [i, loss] of expected(xs).entries()) expect(losses[i]).to.be.closeTo(loss, 1e-5);
    expect(library.graphs).to.deep.equal(["load", "run", "run", "run", "run"]);
  });

  it("leave the backend's own functions in their place, also where a step breaks", () => {
    const { binding } = library;
    const idsOf = library.getInputTensorIds;
    const w = tf.variable(tf.scalar(1));
    for (const [i, x] of xs.entries()) {
      const broken = { inputs: [], given: () => [w], run: () => expect.fail("broken") };
      if (i === BEFORE - 1) expect(() => runStep(owner, broken)).to.throw("broken");
      descend(w, x);
      expect(library.binding, `step ${i}`).to.equal(binding);
      expect(library.getInputTensorIds, `step ${i}`).to.equal(idsOf);
    }
  });

  for (const [what, at, graphs] of [
    ["count the first step where momentum gets its velocities there", 1, 4],
    ["begin anew where a step changes that was noted", BEFORE - 1, 0],
  ] as const) {
    it(what, () => {
      const w = tf.variable(tf.scalar(1));
      for (const [i, x] of xs.entries()) descend(w, x, { given: () => [w, i < at] });
      expect(runs()).to.equal(graphs);
    });
  }

  it("are none where JavaScript reads a result on the way", () => {
    const w = tf.variable(tf.scalar(1));
    const losses = xs.map((x) => descend(w, x, { read: true }));
    for (const [i, loss] of expected(xs).entries()) expect(losses[i]).to.be.closeTo(loss, 1e-5);
    expect(library.graphs).to.deep.equal([]);
  });

  it("are none where TensorFlow reads what no tensor has told of", () => {
    const w = tf.variable(tf.scalar(1));
    const [id] = library.getInputTensorIds([tf.scalar(3)]);
    const run = () =>
      library.createOutputTensor(library.binding.executeOp("Mul", [], [id, id], 1)[0]);
    for (const _ of xs) {
      expect(runStep(owner, { inputs: [], given: () => [w], run }).dataSync()[0]).to.equal(9);
    }
    expect(library.graphs).to.deep.equal([]);
  });

  it("are none where the steps are not the same twice", () => {
    const w = tf.variable(tf.scalar(1));
    let drawn = 0;
    const run = () => compute("Mul", [w, tf.scalar(drawn++)]);
    for (const [i, x] of xs.entries()) expect(descend(w, x, { run })).to.equal(i);
    expect(library.graphs).to.deep.equal([]);
  });

  it("are given up where TensorFlow cannot compute one, and all goes on without", () => {
    const w = tf.variable(tf.scalar(1));
    const losses = xs.map((x, i) => {
      library.fails = i === BEFORE + 1;
      return descend(w, x);
    });
    for (const [i, loss] of expected(xs).entries()) expect(losses[i]).to.be.closeTo(loss, 1e-5);
    expect(library.graphs).to.deep.equal(["load", "run", "run", "delete"]);
  });

  it("are made anew where what a step depends on has changed, and not for inputs of another shape", () => {
    const w = tf.variable(tf.scalar(1));
    for (const x of xs) descend(w, x);
    for (const what of ["another", "one more"]) {
      for (const x of xs) descend(w, x, { given: () => [w, what] });
    }
    expect(runs()).to.equal(3 * 4);
    expect(library.graphs.filter((what) => what === "delete")).to.have.length(2);
    const one = tf.tensor1d([1]);
    const run = () => compute("Square", [one]);
    descend(w, 1, { inputs: [one], given: () => [w, "one more"], run });
    expect(runs()).to.equal(3 * 4);
  });

  it("are 16 at the same time, one that is given up not among them: the oldest makes room", () => {
    const owners = Array.from({ length: 18 }, () => {
      const [own, w] = [tf.train.sgd(1), tf.variable(tf.scalar(1))];
      return (more: Parameters<typeof descend>[2] = {}) => {
        owner = own;
        for (const _ of xs) descend(w, 0.5, more);
        return library.graphs.filter((what) => what === "delete").length;
      };
    });
    owners[0]();
    expect(owners[0]({ given: () => ["other"], read: true })).to.equal(1);
    for (const each of owners.slice(1, 17)) expect(each()).to.equal(1);
    expect(owners[17]()).to.equal(2);
    const before = runs();
    for (const each of [owners[1], owners[2]]) each();
    expect(runs() - before, "only the second still has its graph").to.equal(xs.length);
  });

  it("have attributes of every type, alone and in lists, and are none with another", () => {
    const w = tf.variable(tf.scalar(1));
    const attributes = [
      { name: "T", type: TYPES.TF_ATTR_TYPE, value: TYPES.TF_FLOAT },
      { name: "strides", type: TYPES.TF_ATTR_INT, value: [1, 2] },
      { name: "padding", type: TYPES.TF_ATTR_STRING, value: "SAME" },
      { name: "epsilon", type: TYPES.TF_ATTR_FLOAT, value: 0.5 },
      { name: "is_training", type: TYPES.TF_ATTR_BOOL, value: true },
      { name: "shape", type: TYPES.TF_ATTR_SHAPE, value: [3, 4] },
    ];
    const run = () => compute("Square", [w], attributes);
    for (const x of xs) descend(w, x, { run });
    const node = library.model.find(({ Op }) => Op === "Square");
    const none = { attributes: {} };
    expect(node?.attributes).to.deep.equal({
      T: { Type: TYPES.TF_FLOAT, ...none },
      strides: { List: { IList: [1, 2], ...none }, ...none },
      padding: { S: [...Buffer.from("SAME")], ...none },
      epsilon: { F: 0.5, ...none },
      is_training: { B: true, ...none },
      shape: { Shape: { DimList: [3, 4].map((Size) => ({ Size, ...none })), ...none }, ...none },
    });
    const strange = () => compute("Square", [w], [{ name: "f", type: 99, value: 1 }]);
    library.graphs.length = 0;
    for (const x of xs) expect(descend(w, x, { run: strange, given: () => ["f"] })).to.equal(1);
    expect(library.graphs).to.deep.equal(["delete"]);
  });
});
