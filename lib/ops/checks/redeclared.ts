import { isOurs, newestClass } from "../newestClass.ts";
import type { CheckedOp } from "./checkedOp.ts";

/**
 * The sentence for an op whose class has been declared anew since it was made, as by a cell that
 * ran again. That is known from the first op of the new class on.
 */
export function redeclared(op: CheckedOp): string | undefined {
  const made = op.constructor;
  const { name } = made;
  const newest = newestClass(name);
  if (!newest || newest === made || isOurs(newest) || isOurs(made)) return undefined;
  return `This op was made by an earlier class ${name}: make it again by new ${name}(…) to check the class as it is now.`;
}
