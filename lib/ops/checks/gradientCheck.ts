import { type Random, seededRandom } from "../../data/random.ts";
import { flatten } from "../flatten.ts";
import { type Tensor, tensor, zeros } from "../tensor.ts";
import { attempt, type CheckedOp } from "./attempt.ts";
import { CheckReport } from "./checkReport.ts";
import { judge } from "./judge.ts";
import { showReport } from "./showReport.ts";

export interface GradientCheckOptions {
  /** Distance h of the two outer points from the middle. Default 1e-4. */
  step?: number;
  /** Allowed difference, in units of the largest gradient (at least 1). Default 1e-8. */
  bound?: number;
  /** Draws the gradient that `backward()` starts from. Default: the same draws every time. */
  random?: Random;
  /** Gets the report. Default: puts its table under the running cell, or prints it. */
  show?: (report: CheckReport) => void;
}

/**
 * Holds an op's gradients against central differences of its own forward pass, element by element:
 * (L(x + h) − L(x − h)) / 2h, where L is the loss, or Σ value · dlossDvalue for a layer.
 *
 * At a kink, such as that of a ReLU at 0, any gradient between the slopes of the two sides is right.
 */
export function gradientCheck(
  op: CheckedOp,
  {
    step = 1e-4,
    bound = 1e-8,
    random = seededRandom(0),
    show = showReport,
  }: GradientCheckOptions = {},
): CheckReport {
  const { inputs } = op;
  inputs.value = tensor(flatten(inputs.value), inputs.value.shape);
  const made = attempt(op, random);
  const { "gradient wrt inputs": dlossDinputs, "gradient wrt weights": dlossDweights } =
    made.results;
  const slopes = (at: Tensor, yours: Tensor): Tensor =>
    numericGradient(op, at, flatten(made.dlossDvalue), step, flatten(yours));
  const comparisons = [
    judge(op, made, "gradient wrt inputs", slopes(inputs.value, dlossDinputs), bound),
  ];
  if ("weights" in op && dlossDweights)
    comparisons.push(
      judge(op, made, "gradient wrt weights", slopes(op.weights, dlossDweights), bound),
    );
  const report = new CheckReport(`${op.constructor.name} against central differences`, comparisons);
  show(report);
  return report;
}

/** Moves every element of `at` by ±step, and leaves it as it was. */
function numericGradient(
  op: CheckedOp,
  at: Tensor,
  dlossDvalue: Float64Array,
  step: number,
  yours: Float64Array,
): Tensor {
  const forward = (): Float64Array => {
    op.forward();
    return typeof op.value === "number" ? Float64Array.of(op.value) : flatten(op.value).slice();
  };
  // Differences before the sum: the values that do not move cancel without rounding.
  const rise = (to: Float64Array, from: Float64Array): number =>
    dlossDvalue.reduce((sum, d, j) => sum + d * (to[j] - from[j]), 0);
  const gradient = zeros(at.shape);
  const middle = forward();
  for (let i = 0; i < at.size; i++) {
    const origin = at.data[i];
    at.data[i] = origin + step;
    const above = forward();
    at.data[i] = origin - step;
    const below = forward();
    at.data[i] = origin;
    const [left, right] = [rise(middle, below) / step, rise(above, middle) / step];
    const kink = Math.abs(right - left) > 10 * step * Math.max(Math.abs(left), Math.abs(right));
    gradient.data[i] = kink
      ? Math.min(Math.max(yours[i], Math.min(left, right)), Math.max(left, right))
      : rise(above, below) / (2 * step);
  }
  op.forward();
  return gradient;
}
