import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import fc from "fast-check";
import { selectBackend } from "lib/backend";
import { depthwise as assembly } from "../../../lib/dist/simd/binary/tensors/depthwise.js";
import { instantiate } from "../../../lib/dist/simd/instantiate.js";
import { expectClose } from "../closeTo.ts";
import { type Pad, padding } from "./padding.ts";

type Pair = [number, number];
interface Depthwise {
  readonly x: [number, number, number, number];
  readonly filter: [number, number, number, number];
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly pad: Pad;
}

const pair = (min: number, max: number): fc.Arbitrary<Pair> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

const depthwise: fc.Arbitrary<Depthwise> = fc
  .record({
    batch: fc.integer({ min: 1, max: 6 }),
    channels: fc.integer({ min: 1, max: 9 }),
    multiplier: fc.integer({ min: 1, max: 3 }),
    kernel: fc.oneof(pair(1, 5), fc.constantFrom<Pair>([3, 3], [5, 5])), // which have loops of their own
    extra: pair(0, 9),
    step: fc.oneof(
      pair(1, 4).map((stride) => ({ stride, dilation: [1, 1] as Pair })),
      pair(1, 3).map((dilation) => ({ stride: [1, 1] as Pair, dilation })),
    ),
    pad: padding(4),
  })
  .map(({ batch, channels, multiplier, kernel, extra, step, pad }) => ({
    x: [
      batch,
      (kernel[0] - 1) * step.dilation[0] + 1 + extra[0],
      (kernel[1] - 1) * step.dilation[1] + 1 + extra[1],
      channels,
    ],
    filter: [kernel[0], kernel[1], channels, multiplier],
    ...step,
    pad,
  }));

/** y and the gradients of Σ y·dy with respect to x and filter, in float64. */
function defined(d: Depthwise, x: Numbers, w: Numbers, dy: Numbers): number[][] {
  const { computeConv2DInfo } = tf.backend_util;
  const info = computeConv2DInfo(d.x, d.filter, d.stride, d.dilation, d.pad, undefined, true);
  const { outHeight: I, outWidth: J, padInfo } = info;
  const [N, H, W, C] = d.x;
  const [P, Q, , M] = d.filter;
  const y = zeros(N * I * J * C * M);
  const dx = zeros(x.length);
  const dw = zeros(w.length);
  for (let o = 0; o < y.length; o++) {
    const k = o % (C * M);
    const j = Math.floor(o / (C * M)) % J;
    const i = Math.floor(o / (C * M) / J) % I;
    const n = Math.floor(o / (C * M) / J / I);
    for (let p = 0; p < P; p++) {
      for (let q = 0; q < Q; q++) {
        const row = i * d.stride[0] + p * d.dilation[0] - padInfo.top;
        const col = j * d.stride[1] + q * d.dilation[1] - padInfo.left;
        if (row < 0 || row >= H || col < 0 || col >= W) continue;
        const at = ((n * H + row) * W + col) * C + Math.floor(k / M);
        const tap = (p * Q + q) * C * M + k;
        y[o] += x[at] * w[tap];
        dx[at] += dy[o] * w[tap];
        dw[tap] += dy[o] * x[at];
      }
    }
  }
  return [y, dx, dw];
}

type Numbers = ArrayLike<number>;

function zeros(size: number): number[] {
  return Array.from({ length: size }, () => 0);
}

function computed(d: Depthwise): { actual: Float32Array[]; expected: number[][] } {
  return tf.tidy(() => {
    const x = tf.randomNormal(d.x, 0, 1, "float32", 1);
    const w = tf.randomNormal(d.filter, 0, 1, "float32", 2);
    const convolve = (x: tf.Tensor, w: tf.Tensor) =>
      tf.depthwiseConv2d(
        ...[x as tf.Tensor4D, w as tf.Tensor4D, d.stride, d.pad as "same", "NHWC" as const],
        d.dilation,
      );
    const y = convolve(x, w);
    const dy = tf.randomNormal<tf.Rank.R4>(y.shape, 0, 1, "float32", 3);
    const [dx, dw] = tf.grads(convolve)([x, w], dy);
    return {
      actual: [y, dx, dw].map((tensor) => tensor.dataSync<"float32">()),
      expected: defined(d, x.dataSync(), w.dataSync(), dy.dataSync()),
    };
  });
}

describe("depthwise convolution and its gradients on the wasm backend", () => {
  before(() => selectBackend({ backend: "wasm", threads: 2, log() {} }));

  it("are those of float64, for any shapes, strides, dilations and paddings", () => {
    fc.assert(
      fc.property(depthwise, (d) => {
        const { actual, expected } = computed(d);
        for (const [t, values] of expected.entries()) expectClose(actual[t], values);
      }),
      { numRuns: 250 },
    );
  });

  it("are those where a filter of 3×3 with a stride of 1 or 2 reaches beyond images of any size", () => {
    const sizes = fc.record({
      ...{ extra: pair(0, 9), channels: fc.constantFrom(1, 2, 3, 4, 6, 20), pad: padding(4) },
      stride: fc.constantFrom<Pair>([1, 1], [1, 2], [2, 2]),
    });
    fc.assert(
      fc.property(sizes, ({ extra: [height, width], channels, pad, stride }) => {
        const { actual, expected } = computed({
          ...{ x: [2, 3 + height, 3 + width, channels], filter: [3, 3, channels, 1] },
          ...{ stride, dilation: [1, 1], pad },
        });
        for (const [t, values] of expected.entries()) expectClose(actual[t], values);
      }),
      { numRuns: 250 },
    );
  });

  it("are without dilation in a layer, which names none", () => {
    tf.tidy(() => {
      const layer = tf.layers.depthwiseConv2d({ kernelSize: 3, padding: "same", useBias: false });
      const x = tf.randomNormal<tf.Rank.R4>([2, 7, 7, 5], 0, 1, "float32", 1);
      const y = layer.apply(x) as tf.Tensor;
      const filter = layer.getWeights()[0] as tf.Tensor4D;
      expectClose(y.dataSync<"float32">(), [
        ...tf.depthwiseConv2d(x, filter, 1, "same").dataSync(),
      ]);
    });
  });

  it("compute the same bits for any number of threads", async () => {
    const strides: Pair[] = [
      [1, 1],
      [2, 2],
    ];
    const all = [6, 3].flatMap((C) =>
      strides.map((stride): Depthwise => {
        const filter: Depthwise["filter"] = [3, 3, C, C / 3];
        return { x: [7, 9, 9, C], filter, stride, dilation: [1, 1], pad: "same" };
      }),
    );
    const two = all.map((d) => computed(d).actual);
    await selectBackend({ backend: "wasm", threads: 1, log() {} });
    expect(all.map((d) => computed(d).actual)).to.deep.equal(two);
  });

  it("write the results of an image alone, whose neighbours other threads compute", () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
    const functions = instantiate(assembly, memory)?.functions;
    if (!functions) throw new Error("no vectors");
    const numbers = new Float32Array(memory.buffer);
    const [x, taps, y, scratch] = [1024, 4096, 6144, 9216];
    const image = fc.record({
      ...{ H: fc.integer({ min: 1, max: 9 }), W: fc.integer({ min: 6, max: 11 }) },
      ...{ K: fc.integer({ min: 1, max: 7 }), filter: fc.constantFrom(1, 3, 5) },
      stride: fc.constantFrom(1, 2),
    });
    fc.assert(
      fc.property(image, ({ H, W, K, filter, stride }) => {
        numbers.fill(7);
        const [I, J] = [Math.ceil(H / stride), Math.ceil(W / stride)];
        const padOf = (size: number, results: number) =>
          Math.max(0, (results - 1) * stride + filter - size) >> 1;
        functions.depthwise({
          ...{ x: 4 * x, H, W, K, w: 4 * taps, P: filter, Q: filter, y: 4 * (y - I * J * K), I, J },
          ...{ repeat: 1, sum: 1, stride, strideWidth: stride, spread: 1, spreadWidth: 1 },
          ...{ dilation: 1, dilationWidth: 1, top: padOf(H, I), left: padOf(W, J) },
          ...{ first: 1, end: 2, scratch: 4 * scratch },
        });
        const results = numbers.subarray(y, y + I * J * K);
        expect([...results]).not.to.include(7);
        expect([
          numbers[y - 1],
          ...numbers.subarray(y + I * J * K, y + I * J * K + 8),
        ]).to.deep.equal(Array.from({ length: 9 }, () => 7));
      }),
      { numRuns: 500 },
    );
  });

  it("name the layout that they do not take", () => {
    const [x, filter] = [tf.ones<tf.Rank.R4>([1, 1, 3, 3]), tf.ones<tf.Rank.R4>([2, 2, 1, 1])];
    const convolve = () => tf.depthwiseConv2d(x, filter, 1, "valid", "NCHW");
    expect(convolve).to.throw(RangeError, "dataFormat is NCHW, the wasm backend takes NHWC");
  });

  it("keep an edge that a filter of two reaches by half", () => {
    const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    const y = tf.depthwiseConv2d(x, tf.ones([1, 2, 1, 1]), 2, "same");
    expect([...y.dataSync()]).to.deep.equal([3]);
    const options = { x, filter: tf.ones<tf.Rank.R4>([1, 2, 1, 1]), pad: "same" } as const;
    const fused = { ...options, strides: 2, bias: tf.tensor1d([-1]), activation: "relu" } as const;
    expect([...tf.fused.depthwiseConv2d(fused).dataSync()]).to.deep.equal([2]);
  });
});
