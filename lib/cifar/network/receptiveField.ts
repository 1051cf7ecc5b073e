import type * as tf from "@tensorflow/tfjs";
import { layerNamed } from "./layerNamed.ts";

/** The input pixels on which one value of a layer depends, along rows as along columns. */
export interface ReceptiveField {
  /** Rows and columns. */
  readonly size: readonly [rows: number, cols: number];
  /** How far the field moves from one value to the next. */
  readonly stride: readonly [rows: number, cols: number];
  /** Pixels that the first field lies above and left of the image, where layers pad. */
  readonly before: readonly [rows: number, cols: number];
}

/**
 * The receptive field of the values of `layer`, in a model whose layers follow each other. With
 * kernels K, strides S and dilations D of the layers up to it,
 *
 *     size = 1 + Σ_i (K_i − 1) D_i Π_{j<i} S_j      stride = Π_i S_i
 *
 * @throws RangeError when there is no such layer, or one up to it has neither kernel nor pool nor works
 *   value by value
 */
export function receptiveField(model: tf.LayersModel, layer: string): ReceptiveField {
  layerNamed("receptiveField", model, layer);
  const last = model.layers.findIndex(({ name }) => name === layer);
  const along = [0, 1].map((axis) => {
    let [size, stride, before] = [1, 1, 0];
    for (const each of model.layers.slice(0, last + 1)) {
      const window = windowOf(each, axis);
      const padded = window.same ? padding(each, axis, window) : 0;
      before += padded * stride;
      size += (window.kernel - 1) * stride;
      stride *= window.stride;
    }
    return { size, stride, before };
  });
  const [rows, cols] = along;
  return {
    size: [rows.size, cols.size],
    stride: [rows.stride, cols.stride],
    before: [rows.before, cols.before],
  };
}

interface Window {
  /** What the kernel spans, dilation counted in. */
  readonly kernel: number;
  readonly stride: number;
  readonly same: boolean;
}

/** Layers that compute each value from the one at its place. */
const BY_VALUE = new Set(["InputLayer", "Activation", "ReLU", "BatchNormalization", "Dropout"]);
const WINDOWS = new Set(["Conv2D", "DepthwiseConv2D", "AveragePooling2D", "MaxPooling2D"]);

function windowOf(layer: tf.layers.Layer, axis: number): Window {
  const kind = layer.getClassName();
  if (BY_VALUE.has(kind)) return { kernel: 1, stride: 1, same: false };
  if (!WINDOWS.has(kind)) {
    throw new RangeError(
      `receptiveField: layer "${layer.name}" is a ${kind}; it takes layers of ` +
        `${[...WINDOWS, ...BY_VALUE].join(", ")} up to the one that is asked for`,
    );
  }
  const config = layer.getConfig();
  const of = (name: string): number => {
    const value = config[name];
    return Array.isArray(value) ? Number(value[axis]) : Number(value ?? 1);
  };
  const size = "kernelSize" in config ? of("kernelSize") : of("poolSize");
  return {
    kernel: (size - 1) * of("dilationRate") + 1,
    stride: of("strides"),
    same: config.padding === "same",
  };
}

/** What "same" adds above or left: the smaller half of ⌈H/S⌉ windows' need, as TensorFlow has it. */
function padding(layer: tf.layers.Layer, axis: number, { kernel, stride }: Window): number {
  const { shape } = layer.input as tf.SymbolicTensor;
  const pixels = shape[1 + axis];
  if (pixels === null) {
    throw new RangeError(
      `receptiveField: layer "${layer.name}" pads images of any size; give the model an inputShape`,
    );
  }
  return Math.max(0, (Math.ceil(pixels / stride) - 1) * stride + kernel - pixels) >> 1;
}
