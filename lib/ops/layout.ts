import ndarray, { type NdArray } from "ndarray";

/** Makes a tensor of numbers in row-major order. */
export type Layout = (numbers: Float64Array, shape: readonly number[]) => NdArray<Float64Array>;

let layout: Layout = (numbers, shape) => ndarray(numbers, [...shape]);

/** The tensor of these numbers, as it is laid out at present. */
export function layOut(numbers: Float64Array, shape: readonly number[]): NdArray<Float64Array> {
  return layout(numbers, shape);
}

/** Runs with all tensors that are made meanwhile laid out in another way. */
export function withLayout<Result>(other: Layout, run: () => Result): Result {
  const usual = layout;
  layout = other;
  try {
    return run();
  } finally {
    layout = usual;
  }
}
