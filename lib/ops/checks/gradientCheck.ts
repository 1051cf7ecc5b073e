import { type Random, seededRandom } from "../../data/random.ts";
import { draw } from "./attempt.ts";
import type { CheckedOp } from "./checkedOp.ts";
import { CheckReport } from "./checkReport.ts";
import { judge } from "./judge.ts";
import { modelOf } from "./mistakes/modelOf.ts";
import { numericGradients } from "./numericGradients.ts";
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
  const given = draw(op, random);
  const model = modelOf(op, given);
  const { comparisons, notes } = judge({
    op,
    given,
    model,
    right: model?.right ?? {},
    own: (made) => numericGradients(op, made, step, { most: Number.POSITIVE_INFINITY }),
    byOwn: true,
    bound,
  });
  const forward = comparisons.find(({ quantity }) => quantity === "forward");
  const report = new CheckReport(
    `${op.constructor.name} against central differences`,
    comparisons.filter((comparison) => comparison !== forward),
    forward && !forward.equal
      ? [...notes, `forward: ${forward.hint ?? "its value is wrong."}`]
      : notes,
  );
  show(report);
  return report;
}
