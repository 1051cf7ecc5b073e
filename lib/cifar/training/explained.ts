import * as tf from "@tensorflow/tfjs";

/**
 * Runs a step of training, and where TensorFlow.js cannot compute it, says which layer alone fails
 * in the same way.
 *
 * @throws Error naming the layer and the backend, with TensorFlow.js's error as its cause
 */
export function explained<T>(model: tf.LayersModel, images: tf.Tensor4D, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (!(cause instanceof Error) || /memory/i.test(cause.message)) throw cause;
    const layer = model.layers.find((layer) => failureOf(layer, images) === cause.message);
    if (!layer) throw cause;
    const isNative = tf.getBackend() === "tensorflow";
    const backend = isNative ? "tfjs-node" : tf.getBackend();
    const another = isNative ? "" : "; `npm run setup:native` adds another backend";
    throw new Error(
      `trainStep: layer "${layer.name}" (${layer.getClassName()}) cannot be trained on "${backend}" ` +
        `(${cause.message}); take another layer or other options of this one${another}`,
      { cause },
    );
  }
}

/** Why the layer, on zeros, gives no gradient of its inputs and weights; undefined where it does. */
function failureOf(layer: tf.layers.Layer, images: tf.Tensor4D): string | undefined {
  const shapes = [layer.input]
    .flat()
    .map(({ shape }) => shape.map((size, axis) => size ?? images.shape[axis] ?? 1));
  try {
    tf.tidy(() => {
      const inputs = shapes.map((shape) => tf.zeros(shape));
      const weights = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
      const output = (given: tf.Tensor[]) =>
        [layer.apply(given.length === 1 ? given[0] : given, { training: true })]
          .flat()
          .map((each) => (each as tf.Tensor).sum<tf.Scalar>())
          .reduce((sum, each) => sum.add(each));
      if (weights.length > 0) tf.variableGrads(() => output(inputs), weights);
      tf.grads((...given: tf.Tensor[]) => output(given))(inputs);
    });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
