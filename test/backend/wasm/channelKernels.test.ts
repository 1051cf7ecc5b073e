import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import fc from "fast-check";
import { selectBackend } from "lib/backend";

const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 });

/** Values that float32 holds, the same for the same seed. */
const values = (shape: number[], seed: number) => tf.randomNormal(shape, 1, 1, "float32", seed);

function expectClose(actual: tf.Tensor, expected: number[], bound = 1e-6): void {
  const found = actual.dataSync();
  expect(found.length).to.equal(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  for (const [i, value] of expected.entries()) {
    expect(found[i] / scale, `element ${i}`).to.be.closeTo(value / scale, bound);
  }
}

/** Where each element of x goes when the axes are summed. */
function targets(shape: number[], axes: number[]): number[] {
  return Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => {
    const place = tf.util.indexToLoc(i, shape.length, tf.util.computeStrides(shape));
    return place.reduce((to, at, axis) => (axes.includes(axis) ? to : to * shape[axis] + at), 0);
  });
}

describe("the kernels for channels on the wasm backend", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  for (const name of ["sum", "mean"] as const) {
    it(`give ${name}s over any axes, and their gradients, as float64 does`, () => {
      const reduction = shapes.chain((shape) =>
        fc.record({
          shape: fc.constant(shape),
          axes: fc.subarray([...shape.keys()], { minLength: 1 }),
          keepDims: fc.boolean(),
        }),
      );
      fc.assert(
        fc.property(reduction, ({ shape, axes, keepDims }) => {
          const x = values(shape, 1);
          const to = targets(shape, axes);
          const divisor = name === "mean" ? axes.reduce((size, i) => size * shape[i], 1) : 1;
          const expected = Array.from({ length: Math.max(...to) + 1 }, () => 0);
          for (const [i, value] of x.dataSync().entries()) expected[to[i]] += value / divisor;
          const reduced = x[name](axes, keepDims);
          expectClose(reduced, expected);
          const sizes = shape.map((size, i) => (axes.includes(i) ? 1 : size));
          const kept = keepDims ? sizes : shape.filter((_, i) => !axes.includes(i));
          expect(reduced.shape).to.deep.equal(kept);
          const weights = values(reduced.shape, 2);
          const slope = tf.grad((x) => x[name](axes, keepDims).mul(weights).sum())(x);
          const dy = weights.dataSync();
          expectClose(
            slope,
            to.map((target) => dy[target] / divisor),
          );
        }),
        { numRuns: 100 },
      );
    });
  }

  it("sum many rows with little rounding", () => {
    const sums = tf.fill([100_000, 5], 0.1).sum(0).dataSync();
    // One after another they would be off by 1e-4.
    for (const sum of sums) expect(sum / 10_000).to.be.closeTo(1, 5e-6);
  });

  it("sum whole numbers as TensorFlow.js does", () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2], "int32");
    const sum = x.sum(0);
    expect(sum.dtype).to.equal("int32");
    expect([...sum.dataSync()]).to.deep.equal([9, 12]);
  });

  it("let the gradient through relu where its input is positive", () => {
    const x = tf.tensor1d([-2, -0, 0, 1e-30, 3, Number.POSITIVE_INFINITY, -1]);
    const dy = tf.tensor1d([1, 2, 3, 4, 5, 6, 7]);
    const slope = tf.grad((x) => x.relu())(x, dy);
    expect([...slope.dataSync()]).to.deep.equal([0, 0, 0, 4, 5, 6, 0]);
  });

  it("normalise over channels, with and without scale and offset, each its own or one for all", () => {
    const shape = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 1, max: 6 })));
    const common = fc.tuple(...Array.from({ length: 4 }, () => fc.boolean()));
    fc.assert(
      fc.property(shape, common, fc.boolean(), fc.boolean(), (shape, common, scales, shifts) => {
        const C = shape[3];
        const sizes = common.map((isCommon) => (isCommon ? 1 : C));
        const [x, mean] = [values(shape, 1), values([sizes[0]], 2)] as [tf.Tensor4D, tf.Tensor1D];
        const variance = tf.randomUniform<tf.Rank.R1>([sizes[1]], 0, 2, "float32", 3);
        const offset = shifts ? (values([sizes[2]], 4) as tf.Tensor1D) : undefined;
        const scale = scales ? (values([sizes[3]], 5) as tf.Tensor1D) : undefined;
        const [m, v, o, s] = [mean, variance, offset, scale].map((t) => t?.dataSync());
        const of = (all: ArrayLike<number> | undefined, i: number, none: number) =>
          all ? all[i % all.length] : none;
        const expected = [...x.dataSync()].map((value, i, _, c = i % C) => {
          const deviation = (value - of(m, c, 0)) / Math.sqrt(of(v, c, 0) + 0.1);
          return deviation * of(s, c, 1) + of(o, c, 0);
        });
        expectClose(tf.batchNorm(x, mean, variance, offset, scale, 0.1), expected);
      }),
      { numRuns: 90 },
    );
  });

  it("normalise over channels in one kernel", async () => {
    const [x, each] = [values([2, 2, 2, 3], 1) as tf.Tensor4D, tf.ones<tf.Rank.R1>([3])];
    const { kernelNames } = await tf.profile(() => tf.batchNorm(x, each, each, each, each));
    expect(kernelNames).to.include("FusedBatchNorm").and.not.include("Rsqrt");
  });

  it("normalise over a batch in training, with gradients, as their parts do", () => {
    const shape = fc.tuple(fc.integer({ min: 2, max: 90 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(shape, ([rows, C]) => {
        const x = values([rows, 3, C], 1);
        const layer = tf.layers.batchNormalization({ momentum: 0.7, epsilon: 0.1 });
        layer.build(x.shape);
        const [offset, scale, moved] = [2, 3, 4].map((seed) => values([C], seed));
        layer.setWeights([scale, offset, moved, tf.ones([C])]);
        const weights = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
        const dy = values(x.shape, 5);
        const own = tf.grad((x) => layer.apply(x, { training: true }) as tf.Tensor)(x, dy);
        layer.setWeights([scale, offset, moved, tf.ones([C])]);
        const loss = () =>
          (layer.apply(x, { training: true }) as tf.Tensor).mul(dy).sum() as tf.Scalar;
        const { grads } = tf.variableGrads(loss, weights);
        const { mean, variance } = tf.moments(x, [0, 1]);
        const parts = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) => {
          const { mean, variance } = tf.moments(x, [0, 1]);
          return x.sub(mean).div(variance.add(0.1).sqrt()).mul(scale).add(offset);
        };
        const expected = tf.grads(parts)([x, scale, offset], dy);
        const found = [own, ...weights.map(({ name }) => grads[name])];
        for (const [i, gradient] of found.entries()) {
          expectClose(gradient, [...expected[i].dataSync()], 1e-5);
        }
        const [, , average, spread] = layer.getWeights();
        expectClose(average, [...moved.mul(0.7).add(mean.mul(0.3)).dataSync()]);
        expectClose(spread, [...variance.mul(0.3).add(0.7).dataSync()]);
      }),
      { numRuns: 30 },
    );
  });

  it("add a bias to channels", () => {
    const [x, bias] = [values([7, 3, 5], 1), values([5], 2)];
    const b = bias.dataSync();
    expectClose(
      x.add(bias),
      [...x.dataSync()].map((value, i) => value + b[i % 5]),
    );
  });

  it("keep the values of a clone and of a cast when the original is disposed of", () => {
    const original = tf.tensor1d([1, 2, 3]);
    const [clone, same, whole] = [original.clone(), original.cast("float32"), original.toInt()];
    original.dispose();
    tf.tensor1d([4, 5, 6]);
    for (const copy of [clone, same, whole]) expect([...copy.dataSync()]).to.deep.equal([1, 2, 3]);
    expect([same.dtype, whole.dtype]).to.deep.equal(["float32", "int32"]);
  });
});
