import type { Figure } from "./figure.ts";
import { layoutOf, PALETTE } from "./theme.ts";

/** A value measured after so many iterations. */
export interface Measurement {
  readonly iteration: number;
  readonly value: number;
}

/** Training loss of every iteration, and its running mean over the last `window`. */
export function trainingLoss(loss: readonly Measurement[], window = 50): Figure {
  const x = loss.map(({ iteration }) => iteration);
  const noisy = loss.map(({ value }) => round(value));
  return {
    data: [
      { name: "batch", x, y: noisy, mode: "lines", line: { color: "#9ecae1", width: 1 } },
      { name: `mean of the last ${window}`, x, y: runningMean(loss, window), mode: "lines" },
    ],
    layout: layoutOf({
      title: "Training loss",
      xaxis: { title: "Iteration" },
      yaxis: { title: "Cross-entropy", rangemode: "tozero" },
      colorway: ["#9ecae1", PALETTE[0]],
      showlegend: true,
      legend: { x: 1, xanchor: "right", y: 1 },
    }),
  };
}

/** Validation accuracy at each measurement, in per cent. */
export function validationAccuracy(accuracy: readonly Measurement[]): Figure {
  return {
    data: [
      {
        name: "validation",
        x: accuracy.map(({ iteration }) => iteration),
        y: accuracy.map(({ value }) => round(100 * value)),
        mode: "lines+markers",
        line: { color: PALETTE[1] },
        hovertemplate: "iteration %{x}<br>%{y:.2f} %<extra></extra>",
      },
    ],
    layout: layoutOf({
      title: "Validation accuracy",
      xaxis: { title: "Iteration", rangemode: "tozero" },
      yaxis: { title: "Correct, %" },
    }),
  };
}

function runningMean(points: readonly Measurement[], window: number): number[] {
  let sum = 0;
  return points.map(({ value }, i) => {
    sum += value - (i >= window ? points[i - window].value : 0);
    return round(sum / Math.min(i + 1, window));
  });
}

/** Five significant digits: more than a plot shows, a third of the bytes. */
function round(value: number): number {
  return Number(value.toPrecision(5));
}
