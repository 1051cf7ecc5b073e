import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { expectClose } from "../closeTo.ts";

const normal = <R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number) =>
  tf.randomNormal<R>(shape, 0, 1, "float32", seed);

/** y and the gradients of Σ y·dy, a product for every value of all axes. */
function einsum(equation: string, inputs: tf.Tensor[], dy: tf.Tensor): number[][] {
  const [left, result] = equation.split("->");
  const terms = left.split(",");
  const sizes = new Map(
    terms.flatMap((axes, i) => [...axes].map((a, k) => [a, inputs[i].shape[k]])),
  );
  const axes = [...sizes.keys()];
  const all = [...sizes.values()];
  const values = inputs.map((x) => x.dataSync());
  const slopes = dy.dataSync();
  const zeros = (length: number) => Array.from({ length }, () => 0);
  const [y, ...gradients] = [dy, ...inputs].map(({ size }) => zeros(size));
  for (let i = 0; i < tf.util.sizeFromShape(all); i++) {
    const place = tf.util.indexToLoc(i, all.length, tf.util.computeStrides(all));
    const at = (term: string) =>
      [...term].reduce((to, axis) => to * (sizes.get(axis) ?? 1) + place[axes.indexOf(axis)], 0);
    const factors = values.map((numbers, k) => numbers[at(terms[k])]);
    const product = (without?: number) =>
      factors.reduce((all, factor, k) => (k === without ? all : all * factor), 1);
    y[at(result)] += product();
    for (const [k, gradient] of gradients.entries()) {
      gradient[at(terms[k])] += slopes[at(result)] * product(k);
    }
  }
  return [y, ...gradients];
}

describe("what the wasm backend of TensorFlow.js lacks or has wrong", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  for (const dtype of ["float32", "int32", "bool"] as const) {
    it(`has oneHot of ${dtype}`, () => {
      const hot = tf.oneHot(tf.tensor1d([1, 0, 7], "int32"), 3, 1, 0, dtype);
      expect(hot.dtype).to.equal(dtype);
      expect([...hot.dataSync()]).to.deep.equal([0, 1, 0, 1, 0, 0, 0, 0, 0]);
    });
  }

  it("has truth values that are 0 or 1", () => {
    const truth = tf.tensor1d([0, -0, 2, 256, -1, 1e-30, Number.NaN]).cast("bool");
    expect([...truth.dataSync()]).to.deep.equal([0, 0, 1, 1, 1, 1, 1]);
    expect([...tf.tensor1d([256, 0], "int32").cast("bool").dataSync()]).to.deep.equal([1, 0]);
    const chosen = tf.where(tf.tensor1d([256, 0], "int32").cast("bool"), [1, 2], [3, 4]);
    expect([...chosen.dataSync()]).to.deep.equal([1, 4]);
  });

  it("has the sign of numbers of any size", () => {
    for (let exponent = -37; exponent <= 38; exponent++) {
      const x = 10 ** exponent;
      expect([...tf.sign([x, -x]).dataSync()], `±${x}`).to.deep.equal([1, -1]);
    }
    expect(tf.sign(0).dataSync()[0]).to.equal(0);
  });

  it("multiplies matrices of whole numbers, and counts confusions", () => {
    const a = tf.tensor2d([1, 2, 3, 4], [2, 2], "int32");
    expect([...a.matMul(a, true).dataSync()]).to.deep.equal([10, 14, 14, 20]);
    const [labels, predictions] = [
      [0, 1, 1],
      [0, 0, 1],
    ].map((c) => tf.tensor1d(c, "int32"));
    const confusion = tf.math.confusionMatrix(labels, predictions, 2);
    expect([...confusion.dataSync()]).to.deep.equal([1, 0, 1, 1]);
  });

  it("multiplies by the same values in several shapes", () => {
    const v = tf.tensor1d([1, 2, 3, 4, 5, 6]);
    const product = (rows: number) =>
      tf.ones<tf.Rank.R2>([1, rows]).matMul(v.reshape([rows, 6 / rows]));
    for (let times = 0; times < 3; times++) {
      expect([...product(1).dataSync()]).to.deep.equal([1, 2, 3, 4, 5, 6]);
      expect([...product(6).dataSync()]).to.deep.equal([21]);
      expect([...product(3).dataSync()]).to.deep.equal([9, 12]);
      expect([...product(2).dataSync()]).to.deep.equal([5, 7, 9]);
      const options = { a: tf.ones<tf.Rank.R2>([1, 3]), b: v.reshape<tf.Tensor2D>([3, 2]) };
      expect([...tf.fused.matMul(options).dataSync()]).to.deep.equal([9, 12]);
    }
  });

  it("repeats and places texts", () => {
    expect(tf.tile(["a", "b"], [2]).dataSync<"string">()).to.deep.equal(["a", "b", "a", "b"]);
    const dense = tf.sparseToDense([1], tf.tensor1d(["a"]), [2], tf.scalar("b"));
    expect(dense.dataSync<"string">()).to.deep.equal(["b", "a"]);
  });

  it("sums over segments, and has the gradient of gather and of an embedding", () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
    const ids = tf.tensor1d([2, 0, 2, -1], "int32");
    for (let times = 0; times < 2; times++) {
      tf.tidy(() => {
        const sums = tf.unsortedSegmentSum(x, ids, 3); // the second time in memory that held others
        expect([...sums.dataSync()]).to.deep.equal([3, 4, 0, 0, 6, 8]);
      });
    }
    const some = tf.unsortedSegmentSum(x, ids, 2);
    expect([...some.dataSync()]).to.deep.equal([3, 4, 0, 0]);
    const gather = (x: tf.Tensor) => tf.gather(x, tf.tensor1d([3, 1, 3], "int32"), 0);
    const slope = tf.grad(gather)(x);
    expect([...slope.dataSync()]).to.deep.equal([0, 0, 1, 1, 0, 0, 2, 2]);
  });

  const EQUATIONS: Readonly<Record<string, readonly number[][]>> = {
    "ij,jk->ik": [
      [2, 3],
      [3, 4],
    ],
    "bqc,bkc->bqk": [
      [2, 3, 4],
      [2, 5, 4],
    ],
    "bqhd,bkhd->bhqk": [
      [2, 3, 2, 4],
      [2, 5, 2, 4],
    ],
    "abc,cd->abd": [
      [2, 3, 4],
      [4, 2],
    ],
    "ij,ij->": [
      [2, 3],
      [2, 3],
    ],
    "i,j->ji": [[2], [3]],
    "ij,jk->k": [
      [2, 3],
      [3, 4],
    ],
    "ijk->ki": [[2, 3, 4]],
  };
  for (const [equation, shapes] of Object.entries(EQUATIONS)) {
    it(`has einsum "${equation}", and its gradients`, () => {
      const inputs = shapes.map((shape, i) => normal(shape, i + 1));
      const apply = (...inputs: tf.Tensor[]) => tf.einsum(equation, ...inputs);
      const y = apply(...inputs);
      const dy = normal(y.shape, 9);
      const defined = einsum(equation, inputs, dy);
      for (const [i, tensor] of [y, ...tf.grads(apply)(inputs, dy)].entries()) {
        expectClose(tensor.dataSync(), defined[i]);
      }
    });
  }

  it("says where an axis stands twice, and sizes differ", () => {
    const square = tf.ones([2, 2]);
    expect(() => tf.einsum("ii->i", square)).to.throw(/duplicate axes in input component ii/);
    expect(() => tf.einsum("ij->ii", square)).to.throw(/"ij->ii" gives an axis twice/);
    expect(() => tf.einsum("ij,jk->ik", square, tf.ones([3, 2]))).to.throw(/Expected dimension 2/);
  });

  for (const [name, run] of Object.entries({
    Complex: () => tf.complex([1], [2]),
    "Cast to complex64": () => tf.ones([2]).cast("complex64"),
  })) {
    it(`names operation, backend and the way out for ${name}`, () => {
      expect(run).to.throw(
        new RegExp(`^${name}: the wasm backend has no such operation.*setup:native.*tfjs-node`),
      );
    });
  }

  it("leaves no tensor and no memory of the cpu backend behind", () => {
    const run = () =>
      tf.tidy(() => {
        tf.oneHot(tf.tensor1d([1], "int32"), 3, 1, 0, "float32");
        tf.grad((x) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, "valid"))(tf.ones([1, 2, 2, 2, 1]));
        tf.einsum("ij,jk->ik", tf.ones([2, 2]), tf.ones([2, 2]));
      });
    run();
    const before = { ...tf.memory(), cpu: tf.findBackend("cpu").numDataIds() };
    run();
    expect({ ...tf.memory(), cpu: tf.findBackend("cpu").numDataIds() }).to.deep.equal(before);
  });
});
