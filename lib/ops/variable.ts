import type { Shape } from "./shape.ts";
import { type Tensor, zeros } from "./tensor.ts";

/** A value in the network, and the gradient of the loss with respect to it, of the same shape. */
// biome-ignore lint/suspicious/noExplicitAny: a tensor of any rank
export interface Variable<S extends Shape = any> {
  /** The numbers. */
  value: Tensor<S>;
  /** The gradient of the loss with respect to `value`. */
  dlossDvalue: Tensor<S>;
}

/** A variable whose gradient is still zero: the place for an input image. */
export function variable<S extends Shape>(value: Tensor<S>): Variable<S> {
  return { value, dlossDvalue: zeros(value.shape) as Tensor<S> };
}
