import * as tf from "@tensorflow/tfjs";

/** A step of training that comes again and again, with inputs of the same shapes. */
export interface Step {
  readonly inputs: readonly tf.Tensor[];
  /** What else it depends on: while these are the same objects, it is the same computation. */
  readonly given: readonly object[];
  /** Operation by operation; gives the loss. */
  run(): tf.Scalar;
}

/** A backend that may compute the steps of an optimizer faster than operation by operation. */
export interface StepBackend {
  runStep(owner: tf.Optimizer, step: Step): tf.Scalar;
}

/** Computes a step as fast as the backend can; those of Adam, whose rates are no tensors, one by one. */
export function runStep(optimizer: tf.Optimizer, { inputs, given, run }: Step): tf.Scalar {
  const backend = tf.backend() as tf.KernelBackend & Partial<StepBackend>;
  if (!backend.runStep || !(optimizer instanceof tf.SGDOptimizer)) return run();
  const { iterations } = optimizer;
  // biome-ignore lint/complexity/useLiteralKeys: the learning rate is protected
  const step = { inputs: [...inputs, optimizer["c"]], given, run };
  const loss = backend.runStep(optimizer, step);
  // biome-ignore lint/complexity/useLiteralKeys: it is protected
  if (optimizer.iterations === iterations) optimizer["incrementIterations"]();
  return loss;
}
