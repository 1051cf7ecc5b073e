import * as tf from "@tensorflow/tfjs";

/** What a layer that trains reads of a weight. */
interface Weight {
  read(): tf.Tensor;
}
interface BatchNormalization {
  gamma?: Weight;
  beta?: Weight;
  readonly movingMean: Weight;
  call(inputs: tf.Tensor | tf.Tensor[], options: object): tf.Tensor | tf.Tensor[];
}

let mended = false;

/**
 * Lets `tf.layers.batchNormalization` with `scale: false` or `center: false` be trained, whose own
 * code reads the weights that it then has not. Idempotent.
 */
export function mendBatchNormalization(): void {
  if (mended) return;
  mended = true;
  const prototype: BatchNormalization = Object.getPrototypeOf(tf.layers.batchNormalization());
  const { call } = prototype;
  prototype.call = function (inputs, options) {
    const { gamma, beta } = this;
    const { shape } = this.movingMean.read();
    this.gamma ??= { read: () => tf.ones(shape) };
    this.beta ??= { read: () => tf.zeros(shape) };
    try {
      return call.call(this, inputs, options);
    } finally {
      this.gamma = gamma;
      this.beta = beta;
    }
  };
}
