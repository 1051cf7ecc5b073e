import { type Tensor, zeros } from "./tensor.ts";

/** A value in the network, and the gradient of the loss with respect to it, of the same shape. */
export interface Variable {
  value: Tensor;
  dlossDvalue: Tensor;
}

/** A variable whose gradient is still zero: the place for an input image. */
export function variable(value: Tensor): Variable {
  return { value, dlossDvalue: zeros(value.shape) };
}
