import * as tf from "@tensorflow/tfjs";

/**
 * Draws the kernels of all layers towards zero: w ← w − amount·w. With the learning rate times
 * the weight decay for `amount`, before each step, this is decoupled weight decay (Loshchilov and
 * Hutter, 2019). Biases and the scales of batch normalisation stay as they are.
 */
export function decayWeights(model: tf.LayersModel, amount: number): void {
  tf.tidy(() => {
    for (const weight of model.trainableWeights) {
      if (weight.shape.length > 1) weight.write(weight.read().mul(1 - amount));
    }
  });
}
