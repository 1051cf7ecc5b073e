import ndarray from "ndarray";
import type { Tensor } from "../tensor.ts";

/** An index outside of a tensor, or one too many or too few of them. */
export class IndexError extends RangeError {
  override name = "RangeError";
}

/** Tensors whose `get`, `set` and `index` throw an IndexError at the caller's line. */
export function guardedLayout(numbers: Float64Array, shape: readonly number[]): Tensor {
  return guard(ndarray(numbers, [...shape]));
}

const guarded = new Map<object, object>();

function guard(tensor: Tensor): Tensor {
  const usual: object = Object.getPrototypeOf(tensor);
  const prototype = guarded.get(usual) ?? guardedPrototype(usual);
  guarded.set(usual, prototype);
  return Object.setPrototypeOf(tensor, prototype);
}

type Method = (...numbers: (number | null)[]) => never;

function guardedPrototype(usual: object): object {
  const method = (name: string): Method => Reflect.get(usual, name);
  const checked = (name: "get" | "set" | "index") => [
    name,
    function call(this: Tensor, ...numbers: number[]) {
      check(this, name, numbers, call);
      return method(name).apply(this, numbers);
    },
  ];
  const view = (name: string) => [
    name,
    function (this: Tensor, ...at: (number | null)[]) {
      return guard(method(name).apply(this, at));
    },
  ];
  return Object.assign(
    Object.create(usual),
    Object.fromEntries([
      ...(["get", "set", "index"] as const).map(checked),
      ...["pick", "lo", "hi", "step", "transpose"].map(view),
    ]),
  );
}

function check(
  { shape }: Tensor,
  name: "get" | "set" | "index",
  numbers: readonly number[],
  caller: (...numbers: number[]) => unknown,
): void {
  const takes = shape.length + Number(name === "set");
  const indices = name === "set" ? numbers.slice(0, -1) : numbers;
  const inside = shape.every(
    (size, axis) => Number.isInteger(indices[axis]) && indices[axis] >= 0 && indices[axis] < size,
  );
  if (numbers.length === takes && inside) return;
  // Of a write whose number is missing or that lacks an index, all arguments tell more.
  const shown = numbers.length === takes ? indices : numbers;
  const count =
    numbers.length === takes
      ? ""
      : `, ${name} takes ${shape.length} ${shape.length === 1 ? "index" : "indices"}${name === "set" ? " and a number" : ""}`;
  const error = new IndexError(
    `${name}(${shown.join(", ")}): the tensor is [${shape.join(", ")}]${count}`,
  );
  Error.captureStackTrace?.(error, caller);
  throw error;
}
