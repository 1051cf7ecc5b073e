import type { Figure } from "./figure.ts";
import { layoutOf, PALETTE } from "./theme.ts";

/** The loss after steps of several lengths along one gradient. */
export interface StepCurve {
  /** Step sizes, from 0 up. */
  readonly steps: readonly number[];
  /** The loss after each of them. */
  readonly losses: readonly number[];
  /** The step size that training took. */
  readonly taken: number;
  readonly title: string;
}

/** Draws the loss along the gradient, and the step that training took. */
export function stepCurve({ steps, losses, taken, title }: StepCurve): Figure {
  const y = losses.map((loss) => Number(loss.toPrecision(5)));
  const lowest = y.indexOf(Math.min(...y));
  const nearest = steps.reduce(
    (a, step, i) => (Math.abs(step - taken) < Math.abs(steps[a] - taken) ? i : a),
    0,
  );
  return {
    data: [
      { type: "scatter", mode: "lines", name: "loss", x: [...steps], y },
      {
        type: "scatter",
        mode: "lines",
        name: `the step taken, ${taken}`,
        x: [taken, taken],
        y: [0, Math.max(...y)],
        line: { dash: "dash" },
      },
    ],
    layout: layoutOf({
      title: { text: title },
      description:
        `The loss is ${y[0]} without a step and lowest, ${y[lowest]}, after a step of ${Number(steps[lowest].toPrecision(5))}; ` +
        `training took a step of ${taken}, where it is ${y[nearest]}.`,
      width: 780,
      height: 340,
      colorway: [PALETTE[0], PALETTE[1]],
      xaxis: { title: { text: "Step size" } },
      yaxis: { title: { text: "Loss, sum of ten images" }, rangemode: "tozero" },
      showlegend: true,
      legend: { x: 0, xanchor: "left", y: 1 },
    }),
  };
}
