import type { Tensor } from "../tensor.ts";

/** A common mistake in one quantity of an op, and what it would make of that quantity. */
export interface Mistake {
  /** One sentence that names the mistake. */
  hint: string;
  result: Tensor;
}
