import { flatten } from "../flatten.ts";
import { type Tensor, tensor, zeros } from "../tensor.ts";
import { type Attempt, copy } from "./attempt.ts";
import type { CheckedOp } from "./checkedOp.ts";
import type { Outcome } from "./mistakes/model.ts";
import { readTensor } from "./readTensor.ts";
import { remember } from "./remember.ts";

/** More numbers than these are not moved one by one to find out who is to blame. */
const MANY = 5000;

/**
 * Central differences of an op's own forward pass by its inputs and its weights; nothing where that
 * pass fails. At a kink, a gradient between the slopes of the two sides is taken as it is.
 *
 * @param step distance of the two outer points from the middle
 */
export function numericGradients(
  op: CheckedOp,
  { given, results }: Attempt,
  step: number,
  { most = MANY }: { most?: number } = {},
): Outcome {
  const count = op.inputs.value.size + ("weights" in op ? op.weights.size : 0);
  if (count > most) return {};
  const restore = remember(op);
  const slopes = (at: Tensor, yours: Tensor | string | undefined): Tensor =>
    differences(
      op,
      at,
      flatten(given.dlossDvalue),
      step,
      typeof yours === "object" ? flatten(yours) : new Float64Array(at.size),
    );
  try {
    op.inputs.value = copy(op.inputs.value);
    const outcome = {
      "gradient wrt inputs": slopes(op.inputs.value, results["gradient wrt inputs"]),
    };
    if (!("weights" in op)) return outcome;
    op.weights = copy(op.weights);
    return {
      ...outcome,
      "gradient wrt weights": slopes(op.weights, results["gradient wrt weights"]),
    };
  } catch (error) {
    if (error instanceof Error && error.name === "KeyboardInterrupt") throw error;
    return {};
  } finally {
    restore();
  }
}

function differences(
  op: CheckedOp,
  at: Tensor,
  dlossDvalue: Float64Array,
  step: number,
  yours: Float64Array,
): Tensor {
  const origin = flatten(at).slice();
  const name = "weights" in op && op.weights === at ? "weights" : "inputs";
  /** The value where number i is moved; what an op makes of its inputs by mistake is undone. */
  const forward = (i: number, by: number): Float64Array => {
    const numbers = at.data;
    numbers.set(origin);
    numbers[i] += by;
    if (name === "weights") Object.assign(op, { weights: at });
    else op.inputs.value = at;
    op.forward();
    return numbersOf(op, dlossDvalue.length);
  };
  // Differences before the sum: the values that do not move cancel without rounding.
  const rise = (to: Float64Array, from: Float64Array): number =>
    dlossDvalue.reduce((sum, d, j) => sum + d * (to[j] - from[j]), 0);
  const gradient = zeros(at.shape);
  const middle = forward(0, 0);
  for (let i = 0; i < at.size; i++) {
    const [above, below] = [forward(i, step), forward(i, -step)];
    const [left, right] = [rise(middle, below) / step, rise(above, middle) / step];
    const kink = Math.abs(right - left) > 10 * step * Math.max(Math.abs(left), Math.abs(right));
    gradient.data[i] = kink
      ? Math.min(Math.max(yours[i], Math.min(left, right)), Math.max(left, right))
      : rise(above, below) / (2 * step);
  }
  at.data.set(origin);
  return tensor(gradient.data, at.shape);
}

function numbersOf(op: CheckedOp, size: number): Float64Array {
  if (typeof op.value === "number") return Float64Array.of(op.value);
  const value = readTensor(op.value);
  if (typeof value === "string" || value.size !== size) {
    throw new TypeError(`${op.constructor.name}: value is not what it has to be`);
  }
  return flatten(value);
}
