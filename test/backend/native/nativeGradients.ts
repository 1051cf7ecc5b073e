import * as tf from "@tensorflow/tfjs";

/** What TensorFlow's operations give, by the formulas of its documentation. */
export const OPERATIONS: Readonly<Record<string, (...inputs: tf.Tensor[]) => tf.Tensor[]>> = {
  ReluGrad: (dy, x) => [dy.mul(x.greater(0))],
  BiasAddGrad: (dy) => [dy.sum([...Array(dy.rank - 1).keys()])],
  FusedBatchNormGradV3: (dy, x, scale, mean, variance) => {
    const r = variance.add(EPSILON).rsqrt();
    const [doffset, dscale] = [dy, dy.mul(x.sub(mean)).mul(r)].map((t) => t.sum([0, 1, 2]));
    return [dy.mul(scale).mul(r), dscale, doffset, doffset, doffset];
  },
};
const EPSILON = 0.01;

export const normal = <R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number) =>
  tf.randomNormal<R>(shape, 0, 1, "float32", seed);

/** What is computed, and the operations of TensorFlow that its gradient is to take. */
type Taken = [of: () => tf.Tensor[], operations: string[]];
export const GRADIENTS: Readonly<Record<string, Taken>> = {
  "of ReLU": [() => [tf.grad((x) => x.relu())(normal([3, 4], 1), normal([3, 4], 2))], ["ReluGrad"]],
  "of a mean over some axes": [
    () => [tf.grad((x) => x.mean([0, 2]))(normal([3, 4, 2], 1), normal([4], 2))],
    [],
  ],
  "of a mean over the last axis": [
    () => [tf.grad((x) => x.mean(-1, true))(normal([3, 4], 1), normal([3, 1], 2))],
    [],
  ],
  ...Object.fromEntries(
    [
      [3, 4],
      [2, 3, 3, 4],
    ].map((shape): [string, Taken] => [
      `of a bias over ${shape}`,
      [
        () => tf.grads((a, b) => a.add(b))([normal(shape, 1), normal([4], 2)], normal(shape, 3)),
        ["BiasAddGrad"],
      ],
    ]),
  ),
  "of sums that add no bias": [
    () =>
      [
        [
          [3, 4],
          [3, 1],
        ],
        [[3, 4], [1]],
        [
          [4, 4],
          [4, 4],
        ],
        [[4], [4]],
      ].flatMap(([of, and]) =>
        tf.grads((a, b) => a.add(b))([normal(of, 1), normal(and, 2)], normal(of, 3)),
      ),
    [],
  ],
  "of batch normalisation": [() => slopesOfBatchNorm([4]), ["FusedBatchNormGradV3"]],
  "of batch normalisation, each value by its own statistics": [
    () => slopesOfBatchNorm([2, 3, 3, 4]),
    [],
  ],
  "of a gradient": [
    () => [
      tf.grad((x) =>
        tf
          .grad((y) => y.relu())(x)
          .mul(x),
      )(normal([3, 4], 1)),
    ],
    [],
  ],
};

function slopesOfBatchNorm(statistics: number[]): tf.Tensor[] {
  const inputs = [
    normal([2, 3, 3, 4], 1),
    normal(statistics, 2),
    normal(statistics, 3).abs(),
    normal(statistics, 4),
    normal(statistics, 5),
  ];
  const normalise = (...[x, mean, variance, scale, offset]: tf.Tensor[]) =>
    tf.batchNorm(
      x as tf.Tensor4D,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      offset as tf.Tensor1D,
      scale as tf.Tensor1D,
      EPSILON,
    );
  return tf.grads(normalise)(inputs, normal([2, 3, 3, 4], 6));
}
