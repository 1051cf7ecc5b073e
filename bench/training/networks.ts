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

/** Products of a training step for one image. */
export interface Products {
  /** With those of a pixel beyond an edge, which is zero. */
  readonly all: number;
  /** Of pixels that exist. */
  readonly real: number;
}

/**
 * Multiply-adds of the convolutions and dense layers in one training step for one image: forward,
 * gradient of the weights, and gradient of the inputs except for the first layer.
 */
export function multiplyAdds(model: tf.LayersModel): Products {
  let [all, real] = [0, 0];
  let isFirst = true;
  for (const layer of model.layers) {
    const kernel = layer.weights.find(({ shape }) => shape.length === 4 || shape.length === 2);
    if (!kernel) continue;
    const passes = isFirst ? 2 : 3;
    const shape = kernel.shape as number[];
    const [, ...output] = layer.outputShape as number[];
    const places = output.slice(0, -1).reduce((a, b) => a * b, 1);
    all += passes * places * shape.reduce((a, b) => a * b, 1);
    real += passes * realProducts(layer, shape);
    isFirst = false;
  }
  return { all, real };
}

/** Products of a layer's outputs with pixels that exist. */
function realProducts(layer: tf.layers.Layer, kernel: number[]): number {
  if (kernel.length === 2) return kernel[0] * kernel[1];
  const [, H, W] = (layer.input as tf.SymbolicTensor).shape as number[];
  const [, I, J] = layer.outputShape as number[];
  const [P, Q, C, F] = kernel;
  const { strides, padding } = layer.getConfig() as { strides: number[]; padding: string };
  const along = (size: number, places: number, taps: number, stride: number) => {
    const zeros = padding === "same" ? Math.max(0, (places - 1) * stride + taps - size) : 0;
    const before = zeros >> 1;
    let count = 0;
    for (let i = 0; i < places; i++) {
      for (let p = 0; p < taps; p++) {
        const y = i * stride + p - before;
        if (y >= 0 && y < size) count++;
      }
    }
    return count;
  };
  return along(H, I, P, strides[0]) * along(W, J, Q, strides[1]) * C * F;
}

/** A batch of random images and classes, as peers draw their own. */
export const IMAGE = [CROP, CROP, 3] as const;
