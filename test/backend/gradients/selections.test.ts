import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";

describe("the gradients of operations that pick elements", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));

  const images = () => tf.tensor4d([1, 9, 2, 3, 4, 1, 8, 2], [2, 2, 2, 1]);
  const argmax = (isWhole: boolean) => (x: tf.Tensor) =>
    tf.maxPoolWithArgmax(x as tf.Tensor4D, 2, 2, "valid", isWhole).result;
  const cumsum = (exclusive: boolean, reverse: boolean) => (x: tf.Tensor) =>
    tf.cumsum(x, 0, exclusive, reverse);
  const square = () => tf.tensor2d([1, 2, 3, 4], [2, 2]);
  const cases: [what: string, x: () => tf.Tensor, of: (x: tf.Tensor) => tf.Tensor, dx: number[]][] =
    [
      [
        "the largest of each row",
        () => tf.tensor2d([1, 5, 3, 4, 2, 6], [2, 3]),
        (x) => tf.topk(x, 2).values,
        [0, 1, 2, 4, 0, 3],
      ],
      [
        "places, some twice",
        square,
        (x) =>
          tf.gatherND(
            x,
            tf.tensor2d(
              [
                [1, 0],
                [0, 1],
                [1, 0],
              ],
              undefined,
              "int32",
            ),
          ),
        [0, 2, 4, 0],
      ],
      [
        "channels as rows and columns",
        () => tf.tensor4d([9, 8, 7, 6], [1, 1, 1, 4]),
        (x) => tf.depthToSpace(x as tf.Tensor4D, 2),
        [1, 2, 3, 4],
      ],
      [
        "each second from the end",
        () => tf.range(0, 5),
        (x) => tf.stridedSlice(x, [4], [0], [-2]),
        [0, 0, 2, 0, 1],
      ],
      [
        "mirrored ones",
        () => tf.tensor1d([1, 2, 3]),
        (x) => tf.mirrorPad(x, [[1, 1]], "reflect"),
        [2, 9, 4],
      ],
      ...[false, true].map((isWhole): (typeof cases)[number] => [
        `the largest of a window, ${isWhole ? "" : "not "}counted through all images`,
        images,
        argmax(isWhole),
        [0, 1, 0, 0, 0, 0, 2, 0],
      ]),
      ["sums down the rows", square, cumsum(false, false), [4, 6, 3, 4]],
      ["sums up the rows", square, cumsum(false, true), [1, 2, 4, 6]],
      ["sums of the rows above", square, cumsum(true, false), [3, 4, 0, 0]],
    ];
  for (const [what, x, of, dx] of cases) {
    it(`are those of ${what}`, () => {
      tf.tidy(() => {
        const y = of(x());
        const dy = tf.range(1, y.size + 1).reshape(y.shape); // 1, 2, …
        expect([...tf.grad(of)(x(), dy).dataSync()]).to.deep.equal(dx);
      });
    });
  }

  it("are refused for more numbers than float32 can count", () => {
    const gradient = tf.getGradient(tf.StridedSlice);
    const of = (size: number) => {
      const x = { size, shape: [size] } as tf.Tensor;
      const attributes = { begin: [0], end: [1], strides: [1] };
      return () => tf.tidy(() => gradient.gradFunc(tf.ones([1]), [x], attributes).x());
    };
    expect(of(3)().shape).to.deep.equal([3]);
    expect(of(2 ** 24 + 1)).to.throw(
      RangeError,
      "gradient of an operation on [16777217]: it has 16777217 numbers, up to 16777216 can be told apart",
    );
  });
});
