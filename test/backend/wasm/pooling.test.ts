import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import fc from "fast-check";
import { selectBackend } from "lib/backend";
import { registerBorrowedKernels } from "../../../lib/backend/wasm/borrowedKernels.ts";
import { expectClose } from "../closeTo.ts";
import { type Pad, padding } from "./padding.ts";

type Pair = [number, number];
interface Pooling {
  readonly x: [number, number, number, number];
  readonly window: Pair;
  readonly stride: Pair;
  readonly pad: Pad;
  /** Whole numbers from −2 to 2, so that many are equal; else any. */
  readonly ties: boolean;
  readonly seed: number;
}

const upTo = (max: number) => fc.integer({ min: 1, max });
const pair = (max: number): fc.Arbitrary<Pair> => fc.tuple(upTo(max), upTo(max));

const pooling: fc.Arbitrary<Pooling> = fc
  .record({
    batch: upTo(6),
    channels: upTo(9),
    window: pair(4),
    extra: fc.tuple(fc.nat(5), fc.nat(5)),
    stride: pair(4),
    pad: padding(2),
    ties: fc.boolean(),
    seed: fc.integer(),
  })
  .map(({ batch, channels, window, extra, ...rest }) => ({
    x: [batch, window[0] + extra[0], window[1] + extra[1], channels],
    window,
    ...rest,
  }));

/** Every window's pixels that exist, as indices of x, row by row. */
function windowsOf({ x, window, stride, pad }: Pooling): number[][] {
  const info = tf.backend_util.computePool2DInfo(x, window, stride, 1, pad);
  const [N, H, W, C] = x;
  const count = N * info.outHeight * info.outWidth * C;
  return Array.from({ length: count }, (_, o) => {
    const c = o % C;
    const j = Math.floor(o / C) % info.outWidth;
    const i = Math.floor(o / C / info.outWidth) % info.outHeight;
    const n = Math.floor(o / C / info.outWidth / info.outHeight);
    const pixels: number[] = [];
    for (let p = 0; p < window[0]; p++) {
      for (let q = 0; q < window[1]; q++) {
        const y = i * stride[0] + p - info.padInfo.top;
        const z = j * stride[1] + q - info.padInfo.left;
        if (y >= 0 && y < H && z >= 0 && z < W) pixels.push(((n * H + y) * W + z) * C + c);
      }
    }
    return pixels;
  });
}

/** What pooling gives of a window's numbers, and the share that each of its pixels has in it. */
const KINDS = {
  maxPool: {
    operation: tf.maxPool,
    define(numbers: number[]) {
      const value = Math.max(...numbers);
      return { value, shares: numbers.map((_, i) => (i === numbers.indexOf(value) ? 1 : 0)) };
    },
  },
  avgPool: {
    operation: tf.avgPool,
    define: (numbers: number[]) => ({
      value: numbers.reduce((sum, number) => sum + number, 0) / numbers.length,
      shares: numbers.map(() => 1 / numbers.length),
    }),
  },
};

describe("pooling and its gradient on the wasm backend", () => {
  before(() => selectBackend({ backend: "wasm", threads: 2, log() {} }));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  for (const [name, { operation, define }] of Object.entries(KINDS)) {
    it(`is that of ${name} in float64, for numbers of either sign, ties, gaps and edges`, () => {
      fc.assert(
        fc.property(pooling, (p) => {
          const windows = windowsOf(p);
          fc.pre(windows.every((pixels) => pixels.length > 0));
          tf.tidy(() => {
            const normal = tf.randomNormal(p.x, -0.5, 1, "float32", p.seed);
            const x = p.ties ? normal.round() : normal;
            const pool = (x: tf.Tensor) =>
              operation(x as tf.Tensor4D, p.window, p.stride, p.pad as "same");
            const y = pool(x);
            const dy = tf.randomNormal(y.shape, 0, 1, "float32", p.seed + 1);
            const [values, slopes] = [x.dataSync(), dy.dataSync()];
            const dx = new Float64Array(values.length);
            const expected = windows.map((pixels, o) => {
              const { value, shares } = define(pixels.map((i) => values[i]));
              for (const [k, i] of pixels.entries()) dx[i] += shares[k] * slopes[o];
              return value;
            });
            expectClose(y.dataSync(), expected);
            expectClose(tf.grad(pool)(x, dy).dataSync(), dx);
          });
        }),
        { numRuns: 250 },
      );
    });
  }

  it("gives the gradient of equal numbers to the first, as TensorFlow does", () => {
    const x = tf.fill<tf.Rank.R4>([1, 2, 2, 4], -3);
    const slope = tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"))(x);
    expect([...slope.dataSync()]).to.deep.equal([1, 1, 1, 1, ...Array(12).fill(0)]);
  });

  it("takes whole numbers", () => {
    const x = tf.tensor4d([-4, -3, -2, -1], [1, 2, 2, 1], "int32");
    expect([...tf.maxPool(x, 2, 2, "valid").dataSync()]).to.deep.equal([-1]);
  });

  it("is the same where JavaScript computes it, for want of vectors", async () => {
    const results = () =>
      tf.tidy(() => {
        const x = tf.randomNormal<tf.Rank.R4>([3, 7, 6, 3], -1, 1, "float32", 1);
        const w = tf.randomNormal<tf.Rank.R4>([3, 2, 3, 2], 0, 1, "float32", 2);
        const pools = [tf.maxPool, tf.avgPool].map((pool) =>
          tf.grad((x) => pool(x as tf.Tensor4D, 3, 2, "same").square())(x),
        );
        const convolve = (x: tf.Tensor, w: tf.Tensor) =>
          tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, "same").square();
        return [...pools, ...tf.grads(convolve)([x, w])].map((slope) => slope.dataSync());
      });
    const vectors = results();
    registerBorrowedKernels({ vectors: false });
    const borrowed = results();
    await selectBackend({ backend: "wasm", threads: 2, log() {} });
    for (const [i, slopes] of vectors.entries()) expectClose(borrowed[i], slopes);
    expect(results()).to.deep.equal(vectors);
  });

  it("computes the same bits for any number of threads", async () => {
    const slopes = () =>
      [tf.maxPool, tf.avgPool].map((pool) => {
        const x = tf.randomNormal<tf.Rank.R4>([9, 7, 7, 5], 0, 1, "float32", 1);
        return tf
          .grad((x) => pool(x as tf.Tensor4D, 3, 2, "same").square())(x)
          .dataSync();
      });
    const two = slopes();
    await selectBackend({ backend: "wasm", threads: 1, log() {} });
    expect(slopes()).to.deep.equal(two);
  });

  it("is right in three dimensions, with indices and as dilation, which JavaScript computes", () => {
    const x = tf.range(-16, 0).reshape<tf.Tensor5D>([1, 2, 2, 4, 1]);
    const pool3d = (x: tf.Tensor) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, "valid");
    expect([...pool3d(x).dataSync()]).to.deep.equal([-3, -1]);
    const places = [...tf.grad(pool3d)(x).dataSync().keys()].filter(
      (i) => tf.grad(pool3d)(x).dataSync()[i] === 1,
    );
    expect(places).to.deep.equal([13, 15]);

    const image = tf.tensor4d([-4, -3, -1, -2], [1, 2, 2, 1]);
    const { result, indexes } = tf.maxPoolWithArgmax(image, 2, 2, "valid");
    expect([result.dataSync()[0], indexes.dataSync()[0]]).to.deep.equal([-1, 2]);
    const argmax = (x: tf.Tensor) => tf.maxPoolWithArgmax(x as tf.Tensor4D, 2, 2, "valid").result;
    expect([...tf.grad(argmax)(image).dataSync()]).to.deep.equal([0, 0, 1, 0]);

    const filter = tf.tensor3d([0, 0, -9, 2], [2, 2, 1]);
    const dilation = (x: tf.Tensor) => tf.dilation2d(x as tf.Tensor4D, filter, 1, "valid");
    expect([...dilation(image).dataSync()]).to.deep.equal([0]);
    expect([...tf.grad(dilation)(image).dataSync()]).to.deep.equal([0, 0, 0, 1]);

    const mean3d = (x: tf.Tensor) => tf.avgPool3d(x as tf.Tensor5D, 2, 2, "same");
    const odd = tf.range(-3, 0).reshape<tf.Tensor5D>([1, 1, 1, 3, 1]);
    expect([...mean3d(odd).dataSync()]).to.deep.equal([-2.5, -1]);
    expect([...tf.grad(mean3d)(odd).dataSync()]).to.deep.equal([0.5, 0.5, 1]);
  });
});
