import type { Op } from "./op.ts";
import { type Tensor, zeros } from "./tensor.ts";
import type { Variable } from "./variable.ts";

/**
 * What every op between image and loss has in common: inputs, a value, its gradient.
 *
 * With a value and a gradient it is itself a variable: the inputs of the next op.
 */
export abstract class Layer implements Op, Variable {
  readonly inputs: Variable;
  value: Tensor;
  dlossDvalue: Tensor;
  readonly #inputShape: string;

  constructor(inputs: Variable, shape: readonly number[]) {
    this.inputs = inputs;
    this.#inputShape = String(inputs.value.shape);
    this.value = zeros(shape);
    this.dlossDvalue = zeros(shape);
  }

  abstract forward(): void;
  abstract backward(): void;

  /** Throws a RangeError when the inputs no longer have the shape this op was made for. */
  resetValues(): void {
    const { shape } = this.inputs.value;
    if (String(shape) !== this.#inputShape)
      throw new RangeError(
        `${this.constructor.name}: made for inputs [${this.#inputShape}], they are now [${shape}]`,
      );
    this.value = zeros(this.value.shape);
    this.dlossDvalue = zeros(this.value.shape);
  }

  gradientStep(_stepSize: number): void {}
}
