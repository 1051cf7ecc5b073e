import * as tf from "@tensorflow/tfjs";

/** A step of training that comes again and again, with inputs of the same shapes. */
export interface Step {
  readonly inputs: readonly tf.Tensor[];
  /** What else it depends on: while these values are the same, it is the same computation. */
  given(): readonly unknown[];
  /** Operation by operation; gives the loss. */
  run(): tf.Scalar;
}

/** A backend that may compute the steps of an optimizer faster than operation by operation. */
export interface StepBackend {
  runStep(owner: tf.Optimizer, step: Step): tf.Scalar;
}

/**
 * Computes a step as fast as the backend can. Those of optimizers whose learning rate is no tensor,
 * such as Adam, are computed operation by operation.
 */
export function runStep(optimizer: tf.Optimizer, { inputs, given, run }: Step): tf.Scalar {
  const backend = tf.backend() as tf.KernelBackend & Partial<StepBackend>;
  const { c: rate } = optimizer as { c?: tf.Tensor };
  if (!backend.runStep || !rate) return run();
  const { iterations } = optimizer;
  const loss = backend.runStep(optimizer, { inputs: [...inputs, rate], given, run });
  // biome-ignore lint/complexity/useLiteralKeys: it is protected
  if (optimizer.iterations === iterations) optimizer["incrementIterations"]();
  return loss;
}
