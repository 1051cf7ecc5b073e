import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import fc from "fast-check";
import { registerConvGradients, selectBackend } from "lib/backend";

type Pad = "same" | "valid" | [[0, 0], [number, number], [number, number], [0, 0]];
interface Convolution {
  x: [number, number, number, number];
  filter: [number, number, number, number];
  stride: [number, number];
  pad: Pad;
}

const convolution: fc.Arbitrary<Convolution> = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    channels: fc.integer({ min: 1, max: 3 }),
    filters: fc.integer({ min: 1, max: 4 }),
    kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    extra: fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })),
    stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    pad: fc.oneof(
      fc.constant<Pad>("same"),
      fc.constant<Pad>("valid"),
      // Wider than the kernel too, where the gradient has to cut instead of pad.
      fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 5 }))).map(
        ([top, bottom, left, right]): Pad => [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ],
      ),
    ),
  })
  .map(({ batch, channels, filters, kernel, extra, stride, pad }) => ({
    x: [batch, kernel[0] + extra[0], kernel[1] + extra[1], channels],
    filter: [kernel[0], kernel[1], channels, filters],
    stride,
    pad,
  }));

/** Gradients of Σ conv2d(x, w)·r with respect to x and w, on the given backend. */
async function gradients(backend: string, c: Convolution): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const [dx, dw] = tf.tidy(() => {
    const x = tf.randomNormal<tf.Rank.R4>(c.x, 0, 1, "float32", 1);
    const w = tf.randomNormal<tf.Rank.R4>(c.filter, 0, 1, "float32", 2);
    const f = (x: tf.Tensor4D, w: tf.Tensor4D) => {
      const y = tf.conv2d(x, w, c.stride, c.pad as "same");
      return y.mul(tf.randomNormal(y.shape, 0, 1, "float32", 3)).sum<tf.Scalar>();
    };
    return tf.grads(f as (...args: tf.Tensor[]) => tf.Tensor)([x, w]);
  });
  const values = [dx.dataSync<"float32">(), dw.dataSync<"float32">()].map((v) => v.slice());
  tf.dispose([dx, dw]);
  return values;
}

describe("the gradients of conv2d on the wasm backend", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));
  after(() => tf.setBackend("wasm"));

  it("agree with the cpu backend for random shapes, strides and paddings", async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        const [ours, reference] = [await gradients("wasm", c), await gradients("cpu", c)];
        for (const i of [0, 1]) {
          expect(ours[i].length).to.equal(reference[i].length);
          const scale = Math.max(1, ...reference[i].map(Math.abs));
          for (let j = 0; j < ours[i].length; j++) {
            expect(ours[i][j] / scale).to.be.closeTo(reference[i][j] / scale, 1e-5);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("are worked by hand for one pixel: dx is the filter, dw is the image", async () => {
    await tf.setBackend("wasm");
    const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    const w = tf.tensor4d([5, 6, 7, 8], [2, 2, 1, 1]);
    const f = (x: tf.Tensor, w: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "valid").sum();
    const [dx, dw] = tf.grads(f)([x, w]);
    expect([...dx.dataSync()]).to.deep.equal([5, 6, 7, 8]);
    expect([...dw.dataSync()]).to.deep.equal([1, 2, 3, 4]);
    tf.dispose([x, w, dx, dw]);
  });

  it("leave no tensor behind", async () => {
    const c: Convolution = { x: [2, 9, 9, 3], filter: [3, 3, 3, 4], stride: [2, 2], pad: "same" };
    await gradients("wasm", c);
    const before = tf.memory().numTensors;
    await gradients("wasm", c);
    expect(tf.memory().numTensors).to.equal(before);
  });

  it("may be registered twice", () => {
    expect(registerConvGradients).to.not.throw();
  });

  it("name the layout that they do not take", () => {
    const run = () =>
      tf
        .engine()
        .runKernel(
          "Conv2DBackpropInput",
          { dy: tf.ones([1, 2, 2, 1]), filter: tf.ones([1, 1, 1, 1]) },
          { strides: 1, pad: "valid", dataFormat: "NCHW", inputShape: [1, 2, 2, 1] },
        );
    expect(() => tf.tidy(run)).to.throw(RangeError, /dataFormat is NCHW.*takes NHWC/);
  });
});
