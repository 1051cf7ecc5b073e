import * as tf from "@tensorflow/tfjs";
import type { Conv2DOptions, TfOp } from "lib/ops";

tf.enableProdMode();

/**
 * Convolution by TensorFlow.js with any stride, padding and dilation. Its own gradient knows no
 * dilation, so the kernel is spread out with zeros instead.
 */
export function tfConv2d({
  stride = 1,
  padding = 0,
  dilation = 1,
}: Omit<Conv2DOptions, "random">): TfOp {
  return (inputs, weights) => {
    const [size, , channels, filters] = weights.shape;
    const gap = dilation - 1;
    const spread = tf.pad(tf.reshape(weights, [size, 1, size, 1, channels * filters]), [
      [0, 0],
      [0, gap],
      [0, 0],
      [0, gap],
      [0, 0],
    ]);
    const reach = size * dilation;
    const kernel = tf.slice(
      tf.reshape(spread, [reach, reach, channels, filters]),
      [0, 0, 0, 0],
      [reach - gap, reach - gap, channels, filters],
    ) as tf.Tensor4D;
    if (typeof padding === "string") return tf.conv2d(inputs, kernel, stride, padding);
    const sides: [number, number] = [padding, padding];
    const padded = tf.pad(inputs, [[0, 0], sides, sides, [0, 0]]);
    return tf.conv2d(padded, kernel, stride, "valid");
  };
}

/** Average pooling by TensorFlow.js, its inputs first filled up with zeros to whole cells. */
export function tfAvgPool(cellSize: number): TfOp {
  return (inputs) => {
    const [, height, width] = inputs.shape;
    const missing = (size: number): [number, number] => [
      0,
      (cellSize - (size % cellSize)) % cellSize,
    ];
    const filled = tf.pad(inputs, [[0, 0], missing(height), missing(width), [0, 0]]);
    return tf.avgPool(filled, cellSize, cellSize, "valid");
  };
}

/** A fully connected layer by TensorFlow.js. */
export const tfDense: TfOp = (inputs, weights) =>
  tf.reshape(tf.matMul(tf.reshape(inputs, [1, -1]), tf.reshape(weights, [-1, weights.shape[3]])), [
    1,
    1,
    1,
    weights.shape[3],
  ]);

/** Softmax cross-entropy by TensorFlow.js. */
export function tfLoss(trueLabel: { value: number }): TfOp {
  return (logits) => {
    const classes = logits.shape[3];
    const label = tf.oneHot([trueLabel.value], classes);
    return tf.losses.softmaxCrossEntropy(label, tf.reshape(logits, [1, classes]));
  };
}
