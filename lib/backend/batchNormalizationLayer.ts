import * as tf from "@tensorflow/tfjs";
import { trainingBatchNorm } from "./gradients/batchNorm.ts";

/** What a layer that trains reads of a weight. */
interface Weight {
  read(): tf.Tensor;
}
interface MovingAverage extends Weight {
  write(value: tf.Tensor): void;
}
interface BatchNormalization {
  gamma?: Weight;
  beta?: Weight;
  readonly movingMean: MovingAverage;
  readonly movingVariance: MovingAverage;
  readonly axis: number;
  readonly epsilon: number;
  readonly momentum: number;
  call(inputs: tf.Tensor | tf.Tensor[], options: Options): tf.Tensor | tf.Tensor[];
}
interface Options {
  readonly training?: boolean;
}

let mended = false;

/**
 * Lets `tf.layers.batchNormalization` with `scale: false` or `center: false` be trained, whose own
 * code reads the weights that it then has not, and trains it by one kernel where the backend has it.
 * Idempotent.
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
      const trained = options.training ? train(this, [inputs].flat()[0]) : undefined;
      return trained ?? call.call(this, inputs, options);
    } finally {
      this.gamma = gamma;
      this.beta = beta;
    }
  };
}

/** As the layer's own `call`; undefined where its parts have to do it. */
function train(layer: BatchNormalization, x: tf.Tensor): tf.Tensor | undefined {
  const { axis, gamma, beta, epsilon, momentum, movingMean, movingVariance } = layer;
  if (!gamma || !beta || (axis !== -1 && axis !== x.rank - 1)) return undefined;
  return tf.tidy(() => {
    const weights = { scale: gamma.read(), offset: beta.read(), epsilon };
    const normalized = trainingBatchNorm(x, weights);
    if (!normalized) return undefined;
    const [y, mean, variance] = normalized;
    for (const [average, value] of [
      [movingMean, mean],
      [movingVariance, variance],
    ] as const) {
      const old = average.read();
      tf.tidy(() => average.write(old.sub(old.sub(value).mul(1 - momentum))));
    }
    return y;
  });
}
