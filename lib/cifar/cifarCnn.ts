import * as tf from "@tensorflow/tfjs";
import { CROP } from "./imageBatch.ts";

/** What may vary in the assignment's network. */
export interface CnnOptions {
  /** Filters of the three convolutions. */
  filters?: readonly [number, number, number];
  /** Rows and columns of every convolution's kernel. */
  kernelSize?: number;
  classes?: number;
  channels?: number;
  /** Of the initial weights. */
  seed?: number;
}

/**
 * The assignment's network (section 3.2): three convolutions without padding, the first of
 * stride 2, each followed by ReLU; the sum over rows and columns; a dense layer of logits.
 *
 *     images [N,24,24,3] → [N,10,10,16] → [N,6,6,16] → [N,2,2,32] → [N,32] → logits [N,10]
 *
 * Weights start uniform after Glorot and Bengio (2010), biases at zero, as `tf.layers` has them.
 *
 * @throws RangeError when the kernel is too large for three convolutions of 24×24 pixels
 */
export function cifarCnn({
  filters = [16, 16, 32],
  kernelSize = 5,
  classes = 10,
  channels = 3,
  seed = 1,
}: CnnOptions = {}): tf.LayersModel {
  const size = Math.floor((CROP - kernelSize) / 2) + 1 - 2 * (kernelSize - 1);
  if (!Number.isInteger(kernelSize) || kernelSize < 1 || size < 1) {
    throw new RangeError(
      `cifarCnn: kernelSize is ${kernelSize}; three convolutions without padding of ` +
        `${CROP}×${CROP} pixels take a whole number from 1 to 5`,
    );
  }
  const convolution = (layer: number, strides: number) =>
    tf.layers.conv2d({
      name: `conv${layer + 1}`,
      inputShape: layer === 0 ? [CROP, CROP, channels] : undefined,
      filters: filters[layer],
      kernelSize,
      strides,
      activation: "relu",
      kernelInitializer: tf.initializers.glorotUniform({ seed: seed * 4 + layer }),
    });
  return tf.sequential({
    layers: [
      convolution(0, 2),
      convolution(1, 1),
      convolution(2, 1),
      tf.layers.globalAveragePooling2d({ name: "mean", dataFormat: "channelsLast" }),
      tf.layers.rescaling({ name: "sum", scale: size * size, offset: 0 }),
      tf.layers.dense({
        name: "logits",
        units: classes,
        kernelInitializer: tf.initializers.glorotUniform({ seed: seed * 4 + 3 }),
      }),
    ],
  });
}
