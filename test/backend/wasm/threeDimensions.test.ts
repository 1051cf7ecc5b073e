import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import fc from "fast-check";
import { selectBackend } from "lib/backend";
import { expectClose } from "../closeTo.ts";

type Shape5D = [number, number, number, number, number];
type Triple = [number, number, number];
type Pad = "valid" | "same";

const upTo = (max: number) => fc.integer({ min: 1, max });
const triple = (max: number): fc.Arbitrary<Triple> => fc.tuple(upTo(max), upTo(max), upTo(max));
const volume: fc.Arbitrary<{ x: Shape5D; window: Triple; stride: Triple; pad: Pad }> = fc
  .record({
    ends: fc.tuple(upTo(2), upTo(3)),
    extra: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)),
    window: triple(3),
    stride: triple(3),
    pad: fc.constantFrom<Pad>("valid", "same"),
  })
  .map(({ ends: [N, C], extra: [d, h, w], window, ...rest }) => ({
    x: [N, window[0] + d, window[1] + h, window[2] + w, C],
    window,
    ...rest,
  }));

const normal = <R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number) =>
  tf.randomNormal<R>(shape, -0.5, 1, "float32", seed);

describe("three dimensions on the wasm backend", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));

  it("have the maximum and its gradient of float64, for numbers of either sign", () => {
    fc.assert(
      fc.property(volume, ({ x: shape, window, stride, pad }) => {
        tf.tidy(() => {
          const info = tf.backend_util.computePool3DInfo(shape, window, stride, 1, pad);
          const [, D, H, W, C] = shape;
          const x = normal<tf.Rank.R5>(shape, 1);
          const dy = normal<tf.Rank.R5>(info.outShape, 2);
          const [values, slopes] = [x.dataSync(), dy.dataSync()];
          const { front, top, left } = info.padInfo;
          const dx = values.map(() => 0);
          const y = slopes.map((slope, o) => {
            const [n, i, j, k, c] = tf.util.indexToLoc(o, 5, tf.util.computeStrides(info.outShape));
            let where = -1;
            for (let p = 0; p < window[0] * window[1] * window[2]; p++) {
              const [a, b, e] = tf.util.indexToLoc(p, 3, tf.util.computeStrides(window));
              const at = [
                i * stride[0] + a - front,
                j * stride[1] + b - top,
                k * stride[2] + e - left,
              ];
              if (at.some((place, axis) => place < 0 || place >= [D, H, W][axis])) continue;
              const index = (((n * D + at[0]) * H + at[1]) * W + at[2]) * C + c;
              if (where < 0 || values[index] > values[where]) where = index;
            }
            dx[where] += slope;
            return values[where];
          });
          const pool = (x: tf.Tensor) => tf.maxPool3d(x as tf.Tensor5D, window, stride, pad);
          expectClose(pool(x).dataSync(), y);
          expectClose(tf.grad(pool)(x, dy).dataSync(), dx);
        });
      }),
      { numRuns: 100 },
    );
  });

  it("have the maximum's gradient at a window's first element where no element is a number", () => {
    tf.tidy(() => {
      const x = tf.fill<tf.Rank.R5>([1, 4, 6, 9, 2], Number.NaN);
      const pool = (x: tf.Tensor) => tf.maxPool3d(x as tf.Tensor5D, [2, 2, 3], [2, 2, 3], "valid");
      const dx = tf.grad(pool)(x, tf.ones([1, 2, 3, 3, 2]));
      const isFirst = tf.buffer([1, 4, 6, 9, 2]);
      for (let z = 0; z < 4; z += 2) {
        for (let y = 0; y < 6; y += 2) {
          for (let x = 0; x < 9; x += 3) for (let c = 0; c < 2; c++) isFirst.set(1, 0, z, y, x, c);
        }
      }
      expect(dx.dataSync()).to.deep.equal(isFirst.values);
    });
  });

  it("have gradients of means and convolutions, which are linear in x, and in the filter", () => {
    fc.assert(
      fc.property(volume, ({ x: shape, window, stride, pad }) => {
        tf.tidy(() => {
          const x = normal<tf.Rank.R5>(shape, 1);
          const filter = normal<tf.Rank.R5>([...window, shape[4], 2], 2);
          const convolve = (x: tf.Tensor, w: tf.Tensor) =>
            tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, stride, pad);
          const mean = (x: tf.Tensor) => tf.avgPool3d(x as tf.Tensor5D, window, stride, pad);
          const cases: [(x: tf.Tensor) => tf.Tensor, tf.Tensor][] = [
            [mean, x],
            [(x) => convolve(x, filter), x],
            [(w) => convolve(x, w), filter],
          ];
          for (const [f, input] of cases) {
            const dy = normal(f(input).shape, 3);
            const other = normal(input.shape, 4);
            const along = tf.grad(f)(input, dy).mul(other).sum().dataSync();
            expectClose(along, f(other).mul(dy).sum().dataSync(), 1e-4);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it("give a transposed convolution what the convolution is of", () => {
    const x = tf.ones<tf.Rank.R5>([1, 2, 2, 2, 1]);
    const filter = tf.ones<tf.Rank.R5>([2, 2, 2, 1, 1]);
    const y = tf.conv3dTranspose(x, filter, [1, 4, 4, 4, 1], 2, "same");
    expect([...y.dataSync()]).to.deep.equal(Array(64).fill(1));
  });
});
