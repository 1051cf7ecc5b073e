import { type Tensor, zeros } from "../tensor.ts";
import type { Attempt, CheckedOp, Quantity } from "./attempt.ts";
import { type Comparison, compare } from "./comparison.ts";
import { hintFor } from "./hintFor.ts";

/** Compares one quantity of an attempt with its reference and, where they differ, looks for the mistake. */
export function judge(
  op: CheckedOp,
  made: Attempt,
  quantity: Quantity,
  reference: Tensor,
  bound: number,
): Comparison {
  const yours = made.results[quantity] ?? zeros([0]);
  const comparison = compare(quantity, yours, reference, bound);
  if (comparison.equal || comparison.hint) return comparison;
  const hint = hintFor(op, made, quantity, reference);
  return hint ? { ...comparison, hint } : comparison;
}
