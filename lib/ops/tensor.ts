import ndarray, { type NdArray } from "ndarray";
import { type Random, randomNormal } from "../data/random.ts";

/** A float64 array of any rank; images and activations are [rows, cols, channels]. */
export type Tensor = NdArray<Float64Array>;

/**
 * A tensor of the given numbers, row-major (the last axis runs fastest).
 *
 * Throws a RangeError when the count of the numbers is not the product of the shape.
 */
export function tensor(numbers: ArrayLike<number>, shape: readonly number[]): Tensor {
  const size = sizeOf(shape);
  if (numbers.length !== size)
    throw new RangeError(
      `tensor: shape [${shape}] takes ${size} numbers, there are ${numbers.length}`,
    );
  return ndarray(new Float64Array(numbers), [...shape]);
}

/** A tensor of zeros. */
export function zeros(shape: readonly number[]): Tensor {
  return ndarray(new Float64Array(sizeOf(shape)), [...shape]);
}

/** A tensor of draws from the normal distribution with mean 0 and standard deviation `scale`. */
export function randomTensor(shape: readonly number[], random: Random, scale = 1): Tensor {
  const result = zeros(shape);
  for (let i = 0; i < result.size; i++) result.data[i] = scale * randomNormal(random);
  return result;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, axis) => size * axis, 1);
}
