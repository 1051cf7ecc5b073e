import type { Tensor } from "./tensor.ts";
import type { Variable } from "./variable.ts";

/** One step of a network: forward computes its value, backward the gradients of the loss. */
export interface Op {
  readonly inputs: Variable;
  /** A tensor; a number for an op that computes the loss. */
  value: Tensor | number;
  /** Computes `value` from `inputs.value`, after resetting value and gradients. */
  forward(): void;
  /**
   * Sets `inputs.dlossDvalue` (and `dlossDweights`, where there are weights) from `dlossDvalue`.
   * The loss has nothing above it and *adds* to `inputs.dlossDvalue`.
   */
  backward(): void;
  /** weights ← weights − stepSize · dlossDweights, where there are weights. */
  gradientStep(stepSize: number): void;
  /** Value and gradients back to zero, as at the start of every forward pass. */
  resetValues(): void;
}
