import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { expect } from "chai";
import { selectBackend } from "lib/backend";

describe("products of matrices on the wasm backend", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("copy values for another shape alone, and keep no copy", () => {
    const backend = tf.backend() as BackendWasm;
    const { makeOutput } = backend;
    const [v, x] = [tf.tensor1d([1, 2, 3, 4, 5, 6]), tf.ones<tf.Rank.R2>([1, 3])];
    /** How many tensors a product makes, and how many are left when it is disposed of. */
    const made = (rows: number): [made: number, left: number] => {
      const b = v.reshape<tf.Tensor2D>([rows, 6 / rows]);
      const before = backend.numDataIds();
      let count = 0;
      backend.makeOutput = (...args) => {
        count++;
        return makeOutput.apply(backend, args);
      };
      try {
        x.slice([0, 0], [1, rows]).matMul(b).dispose();
      } finally {
        Reflect.deleteProperty(backend, "makeOutput");
      }
      return [count, backend.numDataIds() - before];
    };
    const [[first], [again, left], [other, leftOfOther]] = [made(3), made(3), made(2)];
    expect(first).to.equal(again);
    expect(other).to.equal(again + 1);
    expect(leftOfOther).to.equal(left);
  });
});
