import type { Dense } from "../../dense.ts";
import { flatten } from "../../flatten.ts";
import type { Tensor } from "../../tensor.ts";
import { type Model, modelFrom, type Variation } from "./model.ts";
import { productMistakes } from "./productMistakes.ts";
import { convolve, type WindowChange } from "./windows.ts";

/** What the common mistakes would make of a dense layer's value and gradients. */
export function denseModel(op: Dense, dlossDvalue: Tensor): Model {
  const { weights, units } = op;
  const inputs = op.inputs.value;
  const windows = { inputs, weights, dlossDvalue, stride: 1, dilation: 1, top: 0, left: 0 };
  const variations: Variation<WindowChange>[] = [
    ...constant,
    {
      hint: "dlossDweights starts from weights: the sum has to start from zeros.",
      change: { startWeights: flatten(weights) },
    },
    {
      hint: "dlossDinputs starts from inputs.value: the sum has to start from zeros.",
      change: { startInputs: flatten(inputs) },
    },
    {
      hint: "The last unit is left out: the loop runs while u < units.",
      change: { without: ({ f }) => f === units - 1 },
    },
    {
      hint: "The first unit is left out: the loop starts at u = 0.",
      change: { without: ({ f }) => f === 0 },
    },
    {
      hint: "Every unit has the weights of the first: those of unit u begin at weights[u, 0, 0, 0].",
      change: { weight: ({ ky, kx, kf }) => [0, ky, kx, kf] },
    },
    {
      // Those of the inputs give the same numbers.
      hint: "Rows and cols have changed places: the products are weights[u, y, x, f] · inputs[y, x, f].",
      change: { weight: ({ f, ky, kx, kf }) => [f, kx, ky, kf] },
    },
  ];
  return modelFrom((change) => convolve(windows, change), {}, variations, {
    pairs: weights.size < 1e5,
  });
}

const constant: Variation<WindowChange>[] = [
  {
    hint: "It is not summed: every term overwrites what the one before gave; use += in place of =.",
    change: { overwrite: true },
  },
  {
    hint: "The sum is not set back to 0 for every unit: it holds what the ones before left.",
    change: { running: "y" },
  },
  ...productMistakes({
    value: "dlossDvalue[0, 0, u]",
    weight: "weights[u, y, x, f]",
    input: "inputs[y, x, f]",
    sums: "is",
  }),
];
