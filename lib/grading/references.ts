import * as tf from "@tensorflow/tfjs";
import type { TfOp } from "../ops/index.ts";

/** Convolution by TensorFlow.js. */
export const convolution: TfOp = (inputs, weights) => tf.conv2d(inputs, weights, 1, "valid");

export const relu: TfOp = (inputs) => tf.relu(inputs);

/** Average pooling by TensorFlow.js, its inputs first filled up with zeros to whole cells. */
export function averagePooling(cellSize: number): TfOp {
  return (inputs) => {
    const missing = (size: number): [number, number] => [
      0,
      (cellSize - (size % cellSize)) % cellSize,
    ];
    const [, height, width] = inputs.shape;
    const filled = tf.pad(inputs, [[0, 0], missing(height), missing(width), [0, 0]]);
    return tf.avgPool(filled, cellSize, cellSize, "valid");
  };
}

/** Softmax cross-entropy by TensorFlow.js. */
export function crossEntropy(label: number): TfOp {
  return (logits) => {
    const classes = logits.shape[3];
    return tf.losses.softmaxCrossEntropy(tf.oneHot([label], classes), logits.reshape([1, classes]));
  };
}

/** A fully connected layer by TensorFlow.js. */
export const dense: TfOp = (inputs, weights) => {
  const units = weights.shape[3];
  const product = tf.matMul(inputs.reshape([1, -1]), weights.reshape([-1, units]));
  return product.reshape([1, 1, 1, units]);
};
