import type * as tf from "@tensorflow/tfjs";

/** A computation that changes variables and comes again and again, with inputs of the same shapes. */
export interface Step {
  readonly inputs: readonly tf.Tensor[];
  /** What else it depends on: while these are the same objects, it is the same computation. */
  readonly given: readonly object[];
  /** Operation by operation. */
  run(): tf.Scalar;
}

/** A backend that may compute the steps of an owner faster than operation by operation. */
export interface StepBackend {
  runStep(owner: object, step: Step): tf.Scalar;
}
