import { flatten } from "../flatten.ts";
import type { SoftmaxCrossEntropyLoss } from "../softmaxCrossEntropyLoss.ts";
import { type Tensor, tensor } from "../tensor.ts";
import type { Attempt, Quantity } from "./attempt.ts";
import type { Mistake } from "./mistake.ts";

/** What the common mistakes would make of the softmax cross-entropy's value and gradient. */
export function lossMistakes(
  op: SoftmaxCrossEntropyLoss,
  { before }: Attempt,
  quantity: Quantity,
  reference: Tensor,
): Mistake[] {
  const right = flatten(reference);
  const logits = flatten(op.inputs.value);
  const label = op.trueLabel.value;
  if (quantity === "forward") {
    const loss = right[0];
    const one = (hint: string, number: number): Mistake => ({ hint, result: tensor([number], []) });
    return [
      one(
        "It is the probability of the true class; the loss is its negative logarithm.",
        Math.exp(-loss),
      ),
      one("The logarithm is to the base 2; it has to be the natural one.", loss / Math.LN2),
      one("The logarithm is to the base 10; it has to be the natural one.", loss / Math.LN10),
      one("The sum over the classes, ln Σ exp(y_j), is missing.", -logits[label]),
      one(
        "The true class's logit is missing: the loss is ln Σ exp(y_j) − y_true.",
        loss + logits[label],
      ),
    ];
  }
  const each = (hint: string, number: (x: number, k: number) => number): Mistake => ({
    hint,
    result: tensor(right.map(number), reference.shape),
  });
  const trueClass = (k: number): number => Number(k === label);
  return [
    each("The minus one at the true class is missing.", (x, k) => x + trueClass(k)),
    each(
      "One is added at the true class; it has to be subtracted.",
      (x, k) => x + 2 * trueClass(k),
    ),
    each(
      "One is subtracted from every class; only the true one loses it.",
      (x, k) => x + trueClass(k) - 1,
    ),
    each(
      "softmaxProb is not divided by the sum over all classes.",
      (_, k) => Math.exp(logits[k]) - trueClass(k),
    ),
    each("softmaxProb is zero: forward() does not set it.", (_, k) => -trueClass(k)),
    each(
      "The gradient replaces inputs.dlossDvalue; the loss has to add to it.",
      (x, k) => x - before.data[k],
    ),
  ];
}
