import type { NdArray } from "ndarray";
import { type Random, randomNormal } from "../data/random.ts";
import { layOut } from "./layout.ts";
import type { AtIndices, DimOf, Picked, SetAtIndices, Shape, Sizes } from "./shape.ts";

/** What ndarray makes of a tensor without copying its numbers. */
interface Views {
  lo(...at: number[]): Tensor;
  hi(...at: number[]): Tensor;
  step(...at: number[]): Tensor;
  transpose(...axes: number[]): Tensor;
  readonly T: Tensor;
}

type Indexed = "shape" | "get" | "set" | "index" | "pick";

/**
 * A float64 array; images and activations are [rows, cols, channels]. `S` is its shape as far as
 * it is known: of each axis the size, or the name of the field that holds it, or `number`.
 */
// biome-ignore lint/suspicious/noExplicitAny: a tensor of any rank
export interface Tensor<S extends Shape = any>
  extends Omit<NdArray<Float64Array>, keyof Views | Indexed>,
    Views {
  /** The size of each axis. */
  readonly shape: Sizes<S>;
  /** The number at an index of each axis: `t.get(y, x, f)`. */
  readonly get: AtIndices<S>;
  /** Puts a number at an index of each axis: `t.set(y, x, f, number)`. */
  readonly set: SetAtIndices<S>;
  /** Where in `data` the number at these indices is: `t.data[t.index(y, x, f)] += number`. */
  readonly index: AtIndices<S>;
  /** The part at the indices given, not copied; `null` keeps an axis. */
  pick<A extends (number | null)[]>(...at: A): Tensor<Picked<S, A>>;
}

/**
 * A tensor of the given numbers, row-major (the last axis runs fastest).
 *
 * @throws RangeError when the count of the numbers is not the product of the shape.
 */
export function tensor<const S extends readonly number[]>(
  numbers: ArrayLike<number>,
  shape: S,
): Tensor<DimOf<S>> {
  const size = sizeOf(shape);
  if (numbers.length !== size) {
    throw new RangeError(
      `tensor: shape [${shape}] takes ${size} numbers, there are ${numbers.length}`,
    );
  }
  return shaped(new Float64Array(numbers), shape);
}

/** A tensor of zeros. */
export function zeros<const S extends readonly number[]>(shape: S): Tensor<DimOf<S>> {
  return shaped(new Float64Array(sizeOf(shape)), shape);
}

/** A tensor of draws from the normal distribution with mean 0 and standard deviation `scale`. */
export function randomTensor<const S extends readonly number[]>(
  shape: S,
  random: Random,
  scale = 1,
): Tensor<DimOf<S>> {
  const numbers = new Float64Array(sizeOf(shape));
  for (let i = 0; i < numbers.length; i++) numbers[i] = scale * randomNormal(random);
  return shaped(numbers, shape);
}

function shaped(data: Float64Array, shape: readonly number[]): Tensor {
  return layOut(data, shape);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, axis) => size * axis, 1);
}
