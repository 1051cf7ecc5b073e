import { Worker } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import fc from "fast-check";
import { selectBackend } from "lib/backend";
import { registerConvGradients } from "../../../lib/backend/wasm/convGradients.ts";

type Pad = "same" | "valid" | [[0, 0], [number, number], [number, number], [0, 0]];
interface Convolution {
  x: [number, number, number, number];
  filter: [number, number, number, number];
  stride: [number, number];
  pad: Pad;
}

const convolution: fc.Arbitrary<Convolution> = fc
  .record({
    // Fewer and more than fit into one tile of 4×8, and the ragged edges of several.
    batch: fc.integer({ min: 1, max: 6 }),
    channels: fc.integer({ min: 1, max: 10 }),
    filters: fc.integer({ min: 1, max: 18 }),
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

/** y = conv2d(x, w) and the gradients of Σ y·r with respect to x and w, on the given backend. */
async function results(backend: string, c: Convolution): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const tensors = tf.tidy(() => {
    const x = tf.randomNormal<tf.Rank.R4>(c.x, 0, 1, "float32", 1);
    const w = tf.randomNormal<tf.Rank.R4>(c.filter, 0, 1, "float32", 2);
    const convolve = (x: tf.Tensor, w: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, c.stride, c.pad as "same");
    const y = convolve(x, w);
    const r = tf.randomNormal(y.shape, 0, 1, "float32", 3);
    return [y, ...tf.grads((x, w) => convolve(x, w).mul(r).sum())([x, w])];
  });
  const values = tensors.map((tensor) => tensor.dataSync<"float32">().slice());
  tf.dispose(tensors);
  return values;
}

/** The cpu backend sums in float64. */
async function expectAgreement(c: Convolution): Promise<void> {
  const [ours, reference] = [await results("wasm", c), await results("cpu", c)];
  for (const [i, values] of reference.entries()) {
    expect(ours[i].length).to.equal(values.length);
    const scale = Math.max(1, ...values.map(Math.abs));
    for (const [j, value] of values.entries()) {
      expect(ours[i][j] / scale).to.be.closeTo(value / scale, 1e-5);
    }
  }
}

/** A transposed convolution is the gradient of one, of images whose shape is free to name. */
async function expectRefusal(): Promise<void> {
  await tf.setBackend("wasm");
  tf.tidy(() => {
    const [x, filter] = [tf.ones<tf.Rank.R4>([1, 8, 8, 1]), tf.ones<tf.Rank.R4>([2, 2, 1, 1])];
    for (const [height, width] of [
      [4, 4],
      [8, 4],
      [4, 8],
    ]) {
      expect(() => tf.conv2dTranspose(x, filter, [1, height, width, 1], 1, "same")).to.throw(
        RangeError,
        `conv2dTranspose, or gradient of conv2d: images of 8×8 do not give ${height}×${width}; with ` +
          `filters of 2×2, strides [1,1] and this padding, images of ${height}×${width} do`,
      );
    }
  });
}

describe("conv2d and its gradients on the wasm backend", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));
  after(() => tf.setBackend("wasm"));

  it("agree with the cpu backend for random shapes, strides and paddings", async () => {
    await fc.assert(fc.asyncProperty(convolution, expectAgreement), { numRuns: 150 });
  });

  it("agree with it where columns are missing on one side alone, and others are left over", async () => {
    for (const [width, kernel, stride, left, right] of [
      [6, 2, 3, 1, 0],
      [7, 2, 3, 2, 0],
      [6, 2, 3, 0, 1],
      [5, 3, 1, 1, 0],
      [5, 3, 1, 0, 1],
      [5, 2, 2, 0, 0],
    ]) {
      const pad: Pad = [
        [0, 0],
        [0, 0],
        [left, right],
        [0, 0],
      ];
      await expectAgreement({
        ...{ x: [1, 3, width, 3], filter: [2, kernel, 3, 2], stride: [1, stride], pad },
      });
    }
  });

  it("agree with it for images that are more than memory nearby holds", async () => {
    await expectAgreement({
      ...{ x: [3, 72, 72, 3], filter: [3, 3, 3, 4], stride: [1, 1], pad: "same" },
    });
  });

  it("agree with it too where they are composed, for want of vectors", async () => {
    await tf.setBackend("wasm");
    registerConvGradients();
    await fc.assert(fc.asyncProperty(convolution, expectAgreement), { numRuns: 50 });
    await expectRefusal();
    await selectBackend({ backend: "wasm", threads: 1, log() {} });
  });

  it("refuse a transposed convolution to a shape that no image gives", expectRefusal);

  it("compute the same bits in memory that threads share and in memory that they do not", async () => {
    const inWorker = async (threads: number) => {
      const code = `
        const tf = require("@tensorflow/tfjs");
        import("lib/backend")
          .then(({ selectBackend }) => selectBackend({ threads: ${threads}, log() {} }))
          .then(() => {
            const x = tf.randomNormal([5, 9, 8, 3], 0, 1, "float32", 1);
            const w = tf.randomNormal([3, 3, 3, 9], 0, 1, "float32", 2);
            const slopes = tf.grads((x, w) => tf.conv2d(x, w, [2, 1], "same").square().sum())([x, w]);
            const { buffer } = tf.backend().typedArrayFromHeap(x);
            require("node:worker_threads").parentPort.postMessage({
              slopes: slopes.map((slope) => slope.dataSync()),
              isShared: buffer instanceof SharedArrayBuffer,
            });
          });`;
      const worker = new Worker(code, { eval: true });
      const found = await new Promise<{ slopes: Float32Array[]; isShared: boolean }>(
        (resolve, reject) => worker.on("message", resolve).on("error", reject),
      );
      await worker.terminate();
      return found;
    };
    const [unshared, shared] = [await inWorker(1), await inWorker(2)];
    expect([unshared.isShared, shared.isShared]).to.deep.equal([false, true]);
    expect(unshared.slopes).to.deep.equal(shared.slopes);
  });

  it("add a bias and apply ReLU, as tf.add and tf.relu do to the last bit", async () => {
    await tf.setBackend("wasm");
    await fc.assert(
      fc.asyncProperty(convolution, fc.boolean(), async (c, biased) => {
        tf.tidy(() => {
          const x = tf.randomNormal<tf.Rank.R4>(c.x, 0, 1, "float32", 1);
          const filter = tf.randomNormal<tf.Rank.R4>(c.filter, 0, 1, "float32", 2);
          const bias = biased ? tf.randomNormal<tf.Rank.R1>([c.filter[3]], 0, 3, "float32", 3) : 0;
          const pad = c.pad as "same";
          const fused = tf.fused.conv2d({
            ...{ x, filter, strides: c.stride, pad, activation: "relu" },
            ...(bias && { bias }),
          });
          const apart = tf.conv2d(x, filter, c.stride, pad).add(bias).relu();
          expect(fused.dataSync()).to.deep.equal(apart.dataSync());
        });
      }),
      { numRuns: 50 },
    );
  });

  it("leave dilation and other activations to TensorFlow.js", async () => {
    await tf.setBackend("wasm");
    tf.tidy(() => {
      const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
      const filter = tf.tensor4d([1, 10, 100, 1000], [2, 2, 1, 1]);
      const dilated = tf.conv2d(x, filter, 1, "valid", "NHWC", 2);
      expect([...dilated.dataSync()]).to.deep.equal([1 + 30 + 700 + 9000]);
      const fused = { x, filter, strides: 1, pad: "valid", activation: "relu6" } as const;
      expect([...tf.fused.conv2d(fused).dataSync()]).to.deep.equal([6, 6, 6, 6]);
    });
  });

  it("leave a bias that is not one number a filter to TensorFlow.js, which refuses it", async () => {
    await tf.setBackend("wasm");
    tf.tidy(() => {
      const x = tf.ones<tf.Rank.R4>([1, 2, 2, 1]);
      const filter = tf.ones<tf.Rank.R4>([1, 1, 1, 2]);
      const biased = (bias: tf.Tensor) => () =>
        tf.fused.conv2d({ x, filter, strides: 1, pad: "valid", bias });
      expect(biased(tf.ones([1]))).to.throw("does not match the number of output channels");
      expect(biased(tf.ones([2, 2]))).to.throw("only supports rank-1 bias");
    });
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
    await results("wasm", c);
    const before = tf.memory().numTensors;
    await results("wasm", c);
    expect(tf.memory().numTensors).to.equal(before);
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
