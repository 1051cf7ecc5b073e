import { flatten } from "../flatten.ts";
import { type Tensor, tensor, zeros } from "../tensor.ts";
import type { Attempt, Quantity } from "./attempt.ts";
import type { Mistake } from "./mistake.ts";

/** Mistakes that any op can make; what they give follows from the right numbers and yours. */
export function commonMistakes(
  { results, before }: Attempt,
  quantity: Quantity,
  reference: Tensor,
): Mistake[] {
  const right = flatten(reference);
  const yours = flatten(results[quantity] ?? reference);
  const each = (number: (x: number, i: number) => number): Tensor =>
    tensor(right.map(number), reference.shape);
  const factor = dot(yours, right) / dot(right, right);
  const name = names[quantity];
  return [
    { hint: `${name} is still zero: it is not set.`, result: zeros(reference.shape) },
    ...(quantity === "gradient wrt inputs"
      ? [
          { hint: `${name} is as it was: backward() does not set it.`, result: before },
          {
            hint: `The gradient is added to what ${name} held before: start from zeros.`,
            result: each((x, i) => x + before.data[i]),
          },
        ]
      : []),
    { hint: "The sign is reversed.", result: each((x) => -x) },
    ...(right.length > 1
      ? [
          {
            hint: `It is ${Number(factor.toPrecision(4))} times the reference everywhere.`,
            result: each((x) => factor * x),
          },
        ]
      : []),
  ];
}

const names: Record<Quantity, string> = {
  forward: "value",
  "gradient wrt inputs": "inputs.dlossDvalue",
  "gradient wrt weights": "dlossDweights",
};

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}
