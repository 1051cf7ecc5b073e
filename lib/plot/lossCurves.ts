import { course } from "./course.ts";
import type { Figure } from "./figure.ts";
import { layoutOf } from "./theme.ts";

/** The loss of one training run, iteration by iteration. */
export interface Run {
  readonly name: string;
  readonly loss: readonly number[];
}

/** Draws the losses of several runs over each other. */
export function lossCurves(title: string, runs: readonly Run[]): Figure {
  return {
    data: runs.map(({ name, loss }) => ({
      type: "scatter",
      mode: "lines",
      name,
      x: loss.map((_, iteration) => iteration),
      y: loss.map((value) => Number(value.toPrecision(5))),
      line: { width: 2 },
    })),
    layout: layoutOf({
      title: { text: title },
      description: runs
        .map(({ name, loss }) => `${name} goes ${course(loss)}, in ${loss.length} iterations.`)
        .join(" "),
      width: 780,
      height: 420,
      xaxis: { title: { text: "Iteration" } },
      yaxis: { title: { text: "Cross-entropy" }, rangemode: "tozero" },
      showlegend: runs.length > 1,
      legend: { x: 1, xanchor: "right", y: 1 },
    }),
  };
}
