import * as tf from "@tensorflow/tfjs";

type Gradients = ReturnType<tf.GradFunc>;

/** Gradients of a kernel's inputs; undefined where TensorFlow.js's own are to be taken. */
export type OwnGradient = (
  dy: tf.Tensor,
  saved: tf.Tensor[],
  attributes: unknown,
) => Gradients | undefined;

/** Replaces a kernel's gradient in float32 where `own` gives one, on one backend or on all. */
export function replaceGradient(kernel: string, own: OwnGradient, backend?: string): void {
  const composed = tf.getGradient(kernel);
  tf.unregisterGradient(kernel);
  tf.registerGradient({
    ...composed,
    gradFunc(dy, saved, attributes) {
      const isBackend = backend === undefined || tf.getBackend() === backend;
      const applies = isBackend && !Array.isArray(dy) && dy.dtype === "float32";
      return (applies && own(dy, saved, attributes)) || composed.gradFunc(dy, saved, attributes);
    },
  });
}
