import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { graphSteps } from "../../../../lib/backend/native/graph/graphSteps.ts";
import { traced } from "../../../../lib/backend/native/graph/trace.ts";
import { BEFORE, Library, messages } from "./library.ts";

describe("what is noted of a step, with a stand-in for TensorFlow's C library", () => {
  let other: string;
  let library: Library;
  before(() => tf.enableProdMode()); // no banner
  beforeEach(async () => {
    other = tf.getBackend();
    library = new Library();
    tf.registerBackend("traces", () => library);
    await tf.setBackend("traces");
  });
  afterEach(async () => {
    if (other) await tf.setBackend(other);
    tf.removeBackend("traces");
  });

  const compute = (name: string, ...inputs: tf.Tensor[]) =>
    library.executeSingleOutput(name, [], inputs);
  const traceOf = (run: () => tf.Tensor) => traced(library, [], run).trace;

  it("are tensors from before it, which a graph takes, and leaves none but the result", () => {
    const [w, factor, owner] = [tf.variable(tf.scalar(2)), tf.scalar(3), tf.train.sgd(1)];
    const runStep = graphSteps(library, messages);
    const run = () => {
      w.assign(compute("Sub", w, factor));
      return compute("Mul", w, factor);
    };
    const made: tf.Tensor[] = [];
    const { createOutputTensor } = library;
    library.createOutputTensor = (metadata) => {
      const tensor = createOutputTensor.call(library, metadata);
      made.push(tensor);
      return tensor;
    };
    for (let i = 0; i < BEFORE + 3; i++) {
      made.length = 0;
      const result = runStep?.(owner, { inputs: [], given: () => [], run });
      expect(result?.dataSync()[0]).to.equal(3 * (2 - 3 * (i + 1)));
      if (i >= BEFORE) expect(made.filter((each) => !each.isDisposed)).to.deep.equal([result]);
    }
    expect(library.graphs).to.deep.equal(["load", "run", "run", "run"]);
  });

  it("are a variable, what it is given, and the result, each by its place", () => {
    const [w, factor] = [tf.variable(tf.scalar(2)), tf.scalar(3)];
    library.getInputTensorIds([factor]);
    const trace = traceOf(() => {
      w.assign(compute("Mul", w, factor));
      return compute("Square", w);
    });
    expect(trace?.nodes.map(({ operation, inputs }) => [operation, ...inputs])).to.deep.equal([
      ["Placeholder"],
      ["Placeholder"],
      ["Mul", "n0:0", "n1:0"],
      ["Square", "n2:0"],
    ]);
    const { variables, others, assigned, result } = trace ?? {};
    expect([variables, assigned]).to.deep.equal([[[w, "n0:0"]], [[w, "n2:0"]]]);
    expect([others?.map(([, place]) => place), result]).to.deep.equal([["n1:0"], "n3:0"]);
  });

  it("is not enough where two variables are the same tensor", () => {
    const w = tf.variable(tf.scalar(2));
    expect(traceOf(() => compute("Square", w))).to.have.property("result", "n1:0");
    const same = tf.variable(w);
    expect(traceOf(() => compute("Square", w))).to.equal(undefined);
    same.dispose();
  });

  it("is not enough where TensorFlow is given texts", () => {
    const idOf = (values: object) => library.binding.createTensor([], 0, values as ArrayBufferView);
    const square = (values: object) =>
      library.createOutputTensor(library.binding.executeOp("Square", [], [idOf(values)], 1)[0]);
    expect(traceOf(() => square(Float32Array.of(3)))).to.have.property("result", "n1:0");
    expect(traceOf(() => square(["3"]))).to.equal(undefined);
  });
});
