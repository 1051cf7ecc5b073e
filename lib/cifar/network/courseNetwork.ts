import * as tf from "@tensorflow/tfjs";
import type { ImageSize } from "../input/imageBatch.ts";

/** What a network of fixed sizes is made for. */
export interface NetworkOptions {
  readonly classes: number;
  readonly channels: number;
  readonly seed: number;
  readonly image: ImageSize;
}

/**
 * A network that takes a few minutes on a CPU to classify about 73 % of CIFAR-10's test images:
 * three convolutions that keep the size of their images, each with batch normalisation (Ioffe and
 * Szegedy, 2015) and ReLU; the first goes in steps of 2, average pooling halves once more, the
 * mean over rows and columns comes last.
 *
 *     images [N,24,24,3] → [N,12,12,32] → [N,12,12,64] → [N,6,6,64] → [N,6,6,128] → [N,128] → logits [N,10]
 */
export function courseNetwork(options: NetworkOptions): tf.LayersModel {
  const { classes, channels, seed, image } = options;
  const glorot = (layer: number) => tf.initializers.glorotUniform({ seed: seed * 4 + layer });
  const block = (layer: number, filters: number, kernelSize: number, strides = 1) => [
    tf.layers.conv2d({
      name: `conv${layer + 1}`,
      inputShape: layer === 0 ? [...image, channels] : undefined,
      filters,
      kernelSize,
      strides,
      padding: "same",
      useBias: false,
      kernelInitializer: glorot(layer),
    }),
    tf.layers.batchNormalization({ name: `norm${layer + 1}`, momentum: 0.9 }),
    tf.layers.activation({ name: `relu${layer + 1}`, activation: "relu" }),
  ];
  return tf.sequential({
    layers: [
      ...block(0, 32, 5, 2),
      ...block(1, 64, 3),
      tf.layers.averagePooling2d({ name: "pool", poolSize: 2 }),
      ...block(2, 128, 3),
      tf.layers.globalAveragePooling2d({ name: "mean", dataFormat: "channelsLast" }),
      tf.layers.dense({ name: "logits", units: classes, kernelInitializer: glorot(3) }),
    ],
  });
}
