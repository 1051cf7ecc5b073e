import { AvgPool } from "../avgPool.ts";
import { Conv2D } from "../conv2d.ts";
import { flatten } from "../flatten.ts";
import { Relu } from "../relu.ts";
import { SoftmaxCrossEntropyLoss } from "../softmaxCrossEntropyLoss.ts";
import { type Tensor, zeros } from "../tensor.ts";
import type { Attempt, CheckedOp, Quantity } from "./attempt.ts";
import { avgPoolMistakes } from "./avgPoolMistakes.ts";
import { commonMistakes } from "./commonMistakes.ts";
import { conv2dMistakes } from "./conv2dMistakes.ts";
import { lossMistakes } from "./lossMistakes.ts";
import type { Mistake } from "./mistake.ts";
import { reluMistakes } from "./reluMistakes.ts";

/**
 * Names the mistake behind a wrong quantity, by making every common mistake on purpose: the one
 * that gives these very numbers is it. Undefined when none does.
 */
export function hintFor(
  op: CheckedOp,
  made: Attempt,
  quantity: Quantity,
  reference: Tensor,
): string | undefined {
  const yours = flatten(made.results[quantity] ?? zeros([0]));
  if (!yours.every(Number.isFinite))
    return op instanceof SoftmaxCrossEntropyLoss
      ? "It is not finite: exp(y) overflows above 709 and underflows below −745; subtract the largest logit from all of them first, and do not take the logarithm of a probability that is 0."
      : "It is not finite: an index outside of the tensor reads undefined, and a sum with undefined is NaN.";
  return (
    closest(mistakesOf(op, made, quantity, reference), yours, reference) ??
    closest(commonMistakes(made, quantity, reference), yours, reference)
  );
}

/** The hint whose result is nearest to yours, if it is ten times nearer than the reference. */
function closest(
  mistakes: readonly Mistake[],
  yours: Float64Array,
  reference: Tensor,
): string | undefined {
  let least = distance(yours, flatten(reference)) / 10;
  let hint: string | undefined;
  for (const mistake of mistakes) {
    const away = distance(yours, flatten(mistake.result));
    if (away >= least) continue;
    least = away;
    hint = mistake.hint;
  }
  return hint;
}

function mistakesOf(
  op: CheckedOp,
  made: Attempt,
  quantity: Quantity,
  reference: Tensor,
): Mistake[] {
  if (op instanceof Conv2D) return conv2dMistakes(op, made.dlossDvalue, quantity);
  if (op instanceof Relu) return reluMistakes(op, made.dlossDvalue, quantity);
  if (op instanceof AvgPool) return avgPoolMistakes(op, made.dlossDvalue, quantity);
  if (op instanceof SoftmaxCrossEntropyLoss) return lossMistakes(op, made, quantity, reference);
  return [];
}

function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, x, i) => Math.max(largest, Math.abs(x - b[i])), 0);
}
