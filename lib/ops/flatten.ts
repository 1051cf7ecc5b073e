import ndarray from "ndarray";
import type { Tensor } from "./tensor.ts";

/**
 * The numbers of a tensor in row-major order; of a view, only those it shows. They are a copy
 * unless the tensor holds exactly them: do not write to them.
 */
export function flatten({ data, shape, stride, offset, size }: Tensor): Float64Array {
  const packed = ndarray(data, shape).stride;
  if (data.length === size && packed.every((step, axis) => step === stride[axis])) return data;
  const numbers = new Float64Array(size);
  const at = shape.map(() => 0);
  for (let i = 0, j = offset; i < size; i++) {
    numbers[i] = data[j];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      j += stride[axis];
      if (++at[axis] < shape[axis]) break;
      j -= at[axis] * stride[axis];
      at[axis] = 0;
    }
  }
  return numbers;
}
