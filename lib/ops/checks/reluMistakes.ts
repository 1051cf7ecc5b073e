import { flatten } from "../flatten.ts";
import type { Relu } from "../relu.ts";
import { type Tensor, tensor } from "../tensor.ts";
import type { Quantity } from "./attempt.ts";
import type { Mistake } from "./mistake.ts";

/** What the common mistakes would make of a ReLU's value and gradient. */
export function reluMistakes(op: Relu, dlossDvalue: Tensor, quantity: Quantity): Mistake[] {
  const { value: inputs } = op.inputs;
  const each = (number: (x: number, dz: number) => number): Tensor =>
    tensor(
      flatten(inputs).map((x, i) => number(x, dlossDvalue.data[i])),
      inputs.shape,
    );
  if (quantity === "forward")
    return [
      { hint: "Negative inputs are not clipped to 0.", result: each((x) => x) },
      {
        hint: "It is the absolute value; negative inputs have to become 0.",
        result: each(Math.abs),
      },
      {
        hint: "The wrong side is clipped: positive inputs have to pass.",
        result: each((x) => Math.min(0, x)),
      },
    ];
  return [
    {
      hint: "The gradient passes everywhere; where the value is 0 it has to be 0.",
      result: each((_, dz) => dz),
    },
    {
      hint: "This is the slope alone: multiply it by dlossDvalue.",
      result: each((x) => Number(x > 0)),
    },
    {
      hint: "The sign of dlossDvalue decides; the sign of the value has to.",
      result: each((_, dz) => Math.max(0, dz)),
    },
  ];
}
