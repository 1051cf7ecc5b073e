import { kernel } from "../../display/index.ts";
import type { CheckedOp } from "./checkedOp.ts";

/** The sentence for an op whose class a cell has declared anew since it was made, as by running again. */
export function redeclared({ constructor: made }: CheckedOp): string | undefined {
  if (!kernel()?.isReplaced?.(made)) return undefined;
  const { name } = made;
  return `This op was made by an earlier class ${name}: make it again by new ${name}(…) to check the class as it is now.`;
}
