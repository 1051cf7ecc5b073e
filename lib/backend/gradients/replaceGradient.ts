import * as tf from "@tensorflow/tfjs";

type Gradients = ReturnType<tf.GradFunc>;

/** Gradients of a kernel's inputs; undefined where TensorFlow.js's own are to be taken. */
export type OwnGradient = (
  dy: tf.Tensor,
  saved: tf.Tensor[],
  attributes: unknown,
) => Gradients | undefined;

/** Where a gradient is replaced. */
interface Place {
  /** This backend alone; left out: all. */
  readonly backend?: string;
  /**
   * Whether it is computed by operations that have gradients themselves. One that is not steps
   * aside for TensorFlow.js's own while the gradient of a gradient is taken.
   */
  readonly isDifferentiable: boolean;
}

/** Replaces a kernel's gradient in float32 where `own` gives one. */
export function replaceGradient(
  kernel: string,
  own: OwnGradient,
  { backend, isDifferentiable }: Place,
): void {
  const composed = tf.getGradient(kernel);
  tf.unregisterGradient(kernel);
  tf.registerGradient({
    ...composed,
    gradFunc(dy, saved, attributes) {
      const isBackend = backend === undefined || tf.getBackend() === backend;
      const applies =
        isBackend &&
        (isDifferentiable || !isRecording()) &&
        !Array.isArray(dy) &&
        dy.dtype === "float32";
      return (applies && own(dy, saved, attributes)) || composed.gradFunc(dy, saved, attributes);
    },
  });
}

/** Whether operations are noted for a gradient: within a gradient, that of another around it. */
export function isRecording(): boolean {
  return tf.engine().state.gradientDepth > 0;
}
