import { flatten } from "../../flatten.ts";
import type { Relu } from "../../relu.ts";
import { type Tensor, tensor } from "../../tensor.ts";
import { type Model, modelFrom, type Outcome, type Variation } from "./model.ts";
import { wrongOrders } from "./permutations.ts";

interface Change {
  forward?: (x: number) => number;
  backward?: (x: number, dz: number) => number;
  /** Which element is read, in place of [y, x, f]. */
  from?: (y: number, x: number, f: number) => [number, number, number];
  without?: (y: number, x: number, f: number) => boolean;
}

/** What the common mistakes would make of a ReLU's value and gradient. */
export function reluModel(op: Relu, dlossDvalue: Tensor): Model {
  const inputs = op.inputs.value;
  const last = [op.height, op.width, op.filters].map((size) => size - 1);
  const sizes = ["height", "width", "filters"];
  const left: Variation<Change>[] = ["y", "x", "f"].flatMap((name, axis) => [
    {
      hint: `The last ${name} is left out: the loop runs while ${name} < ${sizes[axis]}.`,
      change: { without: (...at: number[]) => at[axis] === last[axis] },
    },
    {
      hint: `The first ${name} is left out: the loop starts at ${name} = 0.`,
      change: { without: (...at: number[]) => at[axis] === 0 },
    },
  ]);
  const both: Variation<Change> = {
    hint: "The last y and the last x are left out: the loops run while y < height and x < width.",
    change: { without: (y, x) => y === last[0] || x === last[1] },
  };
  const orders = wrongOrders(3).map(
    (order): Variation<Change> => ({
      hint: "The indices are in a wrong order: they are [y, x, f].",
      change: { from: (...at) => [at[order[0]], at[order[1]], at[order[2]]] },
    }),
  );
  return modelFrom((change) => clip(inputs, dlossDvalue, change), {}, [
    ...wrong,
    ...left,
    both,
    ...orders,
  ]);
}

const wrong: Variation<Change>[] = [
  { hint: "Negative inputs are not clipped to 0.", change: { forward: (x) => x } },
  {
    hint: "It is the absolute value; negative inputs have to become 0.",
    change: { forward: Math.abs },
  },
  {
    hint: "The wrong side is clipped: positive inputs have to pass.",
    change: { forward: (x) => Math.min(0, x) },
  },
  {
    hint: "The wrong side is clipped: positive inputs have to pass.",
    change: { forward: (x) => Math.max(0, -x) },
  },
  {
    hint: "It is the slope, 0 or 1; positive inputs have to pass as they are.",
    change: { forward: (x) => Number(x > 0) },
  },
  {
    hint: "It is clipped at 1; the limit is 0: max(0, x).",
    change: { forward: (x) => Math.max(1, x) },
  },
  ...[0.01, 0.1, 0.2].map((slope) => ({
    hint: "Negative inputs become a part of themselves, as in a leaky ReLU; they have to become 0.",
    change: { forward: (x: number) => (x > 0 ? x : slope * x) },
  })),
  {
    hint: "The gradient passes everywhere; where the value is 0 it has to be 0.",
    change: { backward: (_, dz) => dz },
  },
  {
    hint: "This is the slope alone: multiply it by dlossDvalue.",
    change: { backward: (x) => Number(x > 0) },
  },
  {
    hint: "The sign of dlossDvalue decides; the sign of the value has to.",
    change: { backward: (_, dz) => Math.max(0, dz) },
  },
  {
    hint: "The gradient passes where the value is 0; it has to pass where it is positive.",
    change: { backward: (x, dz) => (x > 0 ? 0 : dz) },
  },
  {
    hint: "dlossDvalue is multiplied by the value; the slope is 1 where the value is positive.",
    change: { backward: (x, dz) => dz * Math.max(0, x) },
  },
];

/** A ReLU, forward and backward, with some changes. */
function clip(inputs: Tensor, dlossDvalue: Tensor, change: Change): Outcome {
  const {
    forward = (x: number) => Math.max(0, x),
    backward = (x: number, dz: number) => (x > 0 ? dz : 0),
    from,
    without,
  } = change;
  const [x, dz] = [flatten(inputs), flatten(dlossDvalue)];
  const [height, width, filters] = inputs.shape;
  const value = new Float64Array(x.length);
  const gradient = new Float64Array(x.length);
  let i = 0;
  for (let y = 0; y < height; y++) {
    for (let c = 0; c < width; c++) {
      for (let f = 0; f < filters; f++, i++) {
        if (without?.(y, c, f)) continue;
        const [a, b, k] = from ? from(y, c, f) : [y, c, f];
        if (a >= height || b >= width || k >= filters) return {};
        const j = (a * width + b) * filters + k;
        value[i] = forward(x[j]);
        gradient[i] = backward(x[i], dz[j]);
      }
    }
  }
  return {
    forward: tensor(value, inputs.shape),
    "gradient wrt inputs": tensor(gradient, inputs.shape),
  };
}
