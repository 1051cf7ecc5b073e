import type { Op } from "./op.ts";
import type { MapShape, Shape, Sizes } from "./shape.ts";
import { type Tensor, zeros } from "./tensor.ts";
import type { Variable } from "./variable.ts";

/**
 * What every op between image and loss has in common: inputs, a value, its gradient.
 *
 * With a value and a gradient it is itself a variable: the inputs of the next op.
 */
export abstract class Layer<I extends Shape = MapShape, V extends Shape = MapShape>
  implements Op, Variable<V>
{
  /** What the op computes from, and where `backward()` puts its gradient: `inputs.dlossDvalue`. */
  readonly inputs: Variable<I>;
  /** What `forward()` computes. */
  value: Tensor<V>;
  /** The gradient of the loss with respect to `value`; the op after this one sets it. */
  dlossDvalue: Tensor<V>;
  readonly #inputShape: string;
  readonly #shape: readonly number[];

  constructor(inputs: Variable<[rows: number, cols: number, channels: number]>, shape: Sizes<V>) {
    this.inputs = inputs as Variable;
    this.#inputShape = String(inputs.value.shape);
    this.#shape = shape;
    this.value = zeros(shape) as Tensor<V>;
    this.dlossDvalue = zeros(shape) as Tensor<V>;
  }

  abstract forward(): void;
  abstract backward(): void;

  /** @throws RangeError when the inputs no longer have the shape this op was made for */
  resetValues(): void {
    const { shape } = this.inputs.value;
    if (String(shape) !== this.#inputShape) {
      throw new RangeError(
        `${this.constructor.name}: made for inputs [${this.#inputShape}], they are now [${shape}]`,
      );
    }
    this.value = zeros(this.#shape) as Tensor<V>;
    this.dlossDvalue = zeros(this.#shape) as Tensor<V>;
  }

  gradientStep(_stepSize: number): void {}
}
