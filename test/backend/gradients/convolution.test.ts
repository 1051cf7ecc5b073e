import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { spreadOut } from "../../../lib/backend/gradients/convolution.ts";
import { expectClose } from "../closeTo.ts";

const normal = <R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number) =>
  tf.randomNormal<R>(shape, 0, 1, "float32", seed);

describe("the gradients of convolutions", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));
  afterEach(() => tf.setBackend("wasm"));

  for (const [what, backend, biasShape, pad, strides, dilations] of [
    ["a bias a filter", "wasm", [2], "same", [1, 1], [1, 1]],
    ["a bias a filter", "cpu", [2], "valid", [2, 1], [1, 1]],
    ["a bias a column and filter", "cpu", [4, 2], "same", [1, 1], [1, 1]],
    ["a bias a value", "cpu", [2, 5, 4, 2], "same", [1, 1], [1, 1]],
    ["no bias", "wasm", undefined, "same", [1, 2], [1, 1]],
    ["dilation", "wasm", [2], "same", [1, 1], [2, 1]],
  ] as const) {
    it(`with ${what} at once are those of one after the other, on ${backend}`, async () => {
      await tf.setBackend(backend);
      tf.tidy(() => {
        const given: tf.Tensor[] = [
          normal<tf.Rank.R4>([2, 5, 4, 3], 1),
          normal<tf.Rank.R4>([3, 2, 3, 2], 2),
          ...(biasShape ? [normal([...biasShape] as [number], 3)] : []),
        ];
        const slopes = (convolve: (x: tf.Tensor4D, w: tf.Tensor4D, b?: tf.Tensor) => tf.Tensor) =>
          tf.grads((x, w, b) => {
            const y = convolve(x as tf.Tensor4D, w as tf.Tensor4D, b);
            return y.mul(normal(y.shape, 4)).sum();
          })(given);
        const atOnce = slopes((x, filter, bias) =>
          tf.fused.conv2d({
            ...{ x, filter, bias, pad, strides: [...strides], dilations: [...dilations] },
          }),
        );
        const apart = slopes((x, w, b) => {
          const y = tf.conv2d(x, w, [...strides], pad, "NHWC", [...dilations]);
          return b ? y.add(b) : y;
        });
        expect(atOnce.map(({ shape }) => shape)).to.deep.equal(given.map(({ shape }) => shape));
        for (const [i, slope] of atOnce.entries()) {
          expectClose(slope.dataSync(), apart[i].dataSync());
        }
      });
    });
  }

  it("with dilation are those of a filter with zeros in between", () => {
    tf.tidy(() => {
      const filter = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 1, 2]);
      const spread = (down: number, right: number) => {
        const made = spreadOut(filter, down, right);
        return [made.shape, [...made.dataSync()]];
      };
      expect(spreadOut(filter, 1, 1)).to.equal(filter);
      expect(spread(2, 1)).to.deep.equal([
        [3, 2, 1, 2],
        [1, 2, 3, 4, 0, 0, 0, 0, 5, 6, 7, 8],
      ]);
      expect(spread(1, 3)).to.deep.equal([
        [2, 4, 1, 2],
        [1, 2, 0, 0, 0, 0, 3, 4, 5, 6, 0, 0, 0, 0, 7, 8],
      ]);
      expect(spread(2, 2)).to.deep.equal([
        [3, 3, 1, 2],
        [1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 5, 6, 0, 0, 7, 8],
      ]);
    });
  });

  for (const [dilations, pads, slices] of [
    [[1, 1], 0, 0],
    [[2, 1], 2, 3],
    [[1, 3], 2, 3],
    [[2, 2], 3, 3],
  ] as const) {
    it(`put zeros in between, and take some away, only where dilation ${dilations} has any`, async () => {
      const { kernels } = await tf.profile(() =>
        tf.grads((x, w) =>
          tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same", "NHWC", [...dilations]),
        )([normal<tf.Rank.R4>([1, 6, 5, 2], 1), normal<tf.Rank.R4>([2, 2, 2, 1], 2)]),
      );
      const count = (name: string) => kernels.filter((each) => each.name === name).length;
      expect([count(tf.PadV2), count(tf.Slice)]).to.deep.equal([pads, slices]);
    });
  }
});
