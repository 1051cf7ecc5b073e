import ndarray from "ndarray";
import type { Layout } from "../layout.ts";
import type { Tensor } from "../tensor.ts";

/** Stands around every tensor: no op computes it. */
const OUTSIDE = -1.2345678e210;

/**
 * A layout whose tensors have room on all sides, so that an index outside of one meets no number of
 * it. Tensors are of the same class as ever: code that is compiled for them stays fast, which that
 * of `guardedLayout`, once seen, would end.
 *
 * @returns the layout, and whether something was written outside of one of its tensors since
 */
export function spreadLayout(): { layout: Layout; written: () => boolean } {
  const made: { data: Float64Array; outside: number }[] = [];
  const layout: Layout = (numbers, shape) => {
    const room = shape.map((size) => Math.min(size, 6) + 2);
    const sizes = shape.map((size, axis) => size + 2 * room[axis]);
    const data = new Float64Array(product(sizes)).fill(OUTSIDE);
    const tensor: Tensor = ndarray(data, sizes)
      .lo(...room)
      .hi(...shape);
    fill(tensor, numbers);
    made.push({ data, outside: data.length - numbers.length });
    return tensor;
  };
  const written = (): boolean =>
    made.some(
      ({ data, outside }) => data.reduce((n, x) => n + Number(x === OUTSIDE), 0) !== outside,
    );
  return { layout, written };
}

/** Gives a tensor its numbers, in row-major order. */
function fill({ data, shape, stride, offset }: Tensor, numbers: Float64Array): void {
  for (let i = 0; i < numbers.length; i++) {
    let place = offset;
    for (let axis = shape.length - 1, rest = i; axis >= 0; axis--) {
      place += stride[axis] * (rest % shape[axis]);
      rest = Math.floor(rest / shape[axis]);
    }
    data[place] = numbers[i];
  }
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a * b, 1);
}
