import * as tf from "@tensorflow/tfjs";

export type Layer = tf.layers.Layer;
/** Gives a new model; its weights are set by whoever trains it. */
export type Build = () => tf.LayersModel;

/** [rows, cols, channels] of the images of all models, which give ten logits. */
export const IMAGE = [12, 12, 3] as const;

/** Images a batch. */
export const N = 2;

export const L: typeof tf.layers = tf.layers;
export const relu = { activation: "relu" } as const;

export function sequential(...layers: Layer[]): tf.LayersModel {
  return tf.sequential({ layers });
}

export function conv(options: object = {}): Layer {
  return L.conv2d({ filters: 6, kernelSize: 3, ...options });
}

/** A convolution of images, to [N,5,5,6] unless the options say otherwise. */
export function first(options: object = {}): Layer {
  return conv({ inputShape: IMAGE, strides: 2, ...options });
}

export function logits(): Layer {
  return L.dense({ units: 10 });
}

export function head(): Layer[] {
  return [L.globalAveragePooling2d({ dataFormat: "channelsLast" }), logits()];
}

/** The image row by row, [N,12,36], for recurrent layers. */
export function rows(): Layer {
  return L.reshape({ targetShape: [12, 36], inputShape: [...IMAGE] });
}

export function flattened(...layers: Layer[]): tf.LayersModel {
  return sequential(...layers, L.flatten(), logits());
}

/** A function as a layer that gives images of this shape, or else of that of its input. */
export class Lambda extends tf.layers.Layer {
  static readonly className = "Lambda";
  readonly f: (x: tf.Tensor4D) => tf.Tensor;
  readonly shape: readonly number[] | undefined;
  constructor(f: (x: tf.Tensor4D) => tf.Tensor, shape?: readonly number[]) {
    super({});
    this.f = f;
    this.shape = shape;
  }
  override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.f([x].flat()[0] as tf.Tensor4D));
  }
  override computeOutputShape(input: tf.Shape): tf.Shape {
    return this.shape ? [input[0], ...this.shape] : input;
  }
}

/** Applies a layer to what another gave. */
export function through(x: tf.SymbolicTensor, ...layers: Layer[]): tf.SymbolicTensor {
  return layers.reduce((y, layer) => layer.apply(y) as tf.SymbolicTensor, x);
}
