import { newestClass } from "../newestClass.ts";
import { OpAvgPool } from "../opAvgPool.ts";
import { OpConv2D } from "../opConv2D.ts";
import { OpConv2DMatmul } from "../opConv2DMatmul.ts";
import { OpDense } from "../opDense.ts";
import { OpRelu } from "../opRelu.ts";
import { OpSoftmaxCrossEntropyLoss } from "../opSoftmaxCrossEntropyLoss.ts";
import type { CheckedOp } from "./checkedOp.ts";

/** Classes that a notebook declares too, under the same names. */
const ours: readonly unknown[] = [
  OpAvgPool,
  OpConv2D,
  OpConv2DMatmul,
  OpDense,
  OpRelu,
  OpSoftmaxCrossEntropyLoss,
];

/**
 * The sentence for an op whose class has been declared anew since it was made, as by a cell that
 * ran again. That is known from the first op of the new class on.
 */
export function redeclared(op: CheckedOp): string | undefined {
  const made = op.constructor;
  const { name } = made;
  const newest = newestClass(name);
  if (newest === made || ours.includes(newest) || ours.includes(made)) return undefined;
  return `This op was made by an earlier class ${name}: make it again by new ${name}(…) to check the class as it is now.`;
}
