import type * as tf from "@tensorflow/tfjs";
import { CROP, cifarCnn } from "lib/cifar";

/** The networks whose training is timed. */
export const NETWORKS: Record<string, { title: string; make: () => tf.LayersModel }> = {
  assignment: { title: "the assignment's network", make: () => cifarCnn() },
  course: { title: "the 70 % network", make: () => cifarCnn({ preset: "course" }) },
};

/** A network as the peers build it: Keras's name and configuration of each layer. */
export type Layers = { kind: string; config: tf.serialization.ConfigDict }[];

export function layersOf(model: tf.LayersModel): Layers {
  return model.layers.map((layer) => ({ kind: layer.getClassName(), config: layer.getConfig() }));
}

/**
 * Multiply-adds of the convolutions and dense layers in one training step for one image: forward,
 * gradient of the weights, and gradient of the inputs except for the first layer.
 */
export function multiplyAdds(model: tf.LayersModel): number {
  let sum = 0;
  let isFirst = true;
  for (const layer of model.layers) {
    const kernel = layer.weights.find(({ shape }) => shape.length === 4 || shape.length === 2);
    if (!kernel) continue;
    const [, ...output] = layer.outputShape as number[];
    const places = output.slice(0, -1).reduce((a, b) => a * b, 1);
    const forward = places * (kernel.shape as number[]).reduce((a, b) => a * b, 1);
    sum += (isFirst ? 2 : 3) * forward;
    isFirst = false;
  }
  return sum;
}

/** A batch of random images and classes, as peers draw their own. */
export const IMAGE = [CROP, CROP, 3] as const;
