import { flatten } from "../flatten.ts";
import type { Tensor } from "../tensor.ts";

/** One quantity of an op beside its reference. */
export interface Comparison {
  /** What is compared: "forward", "gradient wrt inputs", "gradient wrt weights". */
  quantity: string;
  yourShape: readonly number[];
  referenceShape: readonly number[];
  /** Largest |yours − reference|; NaN when the shapes differ or yours has a NaN. */
  difference: number;
  /** Index of the largest difference. */
  at: readonly number[];
  /** Your number at that index. */
  yours: number;
  /** The reference's number at that index. */
  reference: number;
  /** What `difference` may be: the relative bound times the reference's largest magnitude, at least 1. */
  bound: number;
  equal: boolean;
  /** What probably went wrong, when it is one of the common mistakes. */
  hint?: string;
}

/** Compares two tensors element by element; `relativeBound` is in units of the largest reference. */
export function compare(
  quantity: string,
  yours: Tensor,
  reference: Tensor,
  relativeBound: number,
): Comparison {
  const shapes = { quantity, yourShape: yours.shape, referenceShape: reference.shape };
  const b = flatten(reference);
  const bound = relativeBound * b.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1);
  if (String(yours.shape) !== String(reference.shape)) {
    return {
      ...shapes,
      ...{ difference: NaN, at: [], yours: NaN, reference: NaN, bound, equal: false },
      hint: `The shape is wrong: yours is [${yours.shape}], the reference is [${reference.shape}].`,
    };
  }
  const a = flatten(yours);
  let worst = 0;
  for (let i = 0; i < a.length && Number.isFinite(a[worst]); i++) {
    if (!(Math.abs(a[i] - b[i]) <= Math.abs(a[worst] - b[worst]))) worst = i;
  }
  const difference = Math.abs(a[worst] - b[worst]);
  return {
    ...shapes,
    difference,
    at: indexOf(worst, yours.shape),
    yours: a[worst],
    reference: b[worst],
    bound,
    equal: difference <= bound,
  };
}

/** The index along every axis of the element at a row-major place. */
export function indexOf(place: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (const size of [...shape].reverse()) {
    index.unshift(place % size);
    place = Math.floor(place / size);
  }
  return index;
}
