import * as tf from "@tensorflow/tfjs";

type Standardize = (...given: unknown[]) => [tf.Tensor[], tf.Tensor[]];

const METHOD = "standardizeUserDataXY";
let mended = false;

/**
 * Lets `fit`, `evaluate` and `trainOnBatch` take labels of int32, as TensorFlow in Python does: the
 * loss "sparseCategoricalCrossentropy" of TensorFlow.js computes with float32 alone. Idempotent.
 */
export function takeWholeLabels(): void {
  if (mended) return;
  mended = true;
  const standardize: Standardize = Reflect.get(tf.LayersModel.prototype, METHOD);
  const withFloats: Standardize = function (this: tf.LayersModel, ...given) {
    return tf.tidy(() => {
      const [inputs, targets] = standardize.apply(this, given);
      return [inputs, targets.map((each) => (each.dtype === "int32" ? each.toFloat() : each))];
    });
  };
  Reflect.set(tf.LayersModel.prototype, METHOD, withFloats);
}
