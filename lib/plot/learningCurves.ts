import type { Figure } from "./figure.ts";
import { layoutOf, PALETTE } from "./theme.ts";
import { trend } from "./trend.ts";

/** A value measured after so many iterations. */
export interface Measurement {
  readonly iteration: number;
  readonly value: number;
}

/** Training loss of every iteration, and its running mean over the last `window`. */
export function trainingLoss(loss: readonly Measurement[], window = 50): Figure {
  const x = loss.map(({ iteration }) => iteration);
  const noisy = loss.map(round);
  const mean = runningMean(loss, window).map(round);
  return {
    data: [
      { name: "batch", x, y: noisy, mode: "lines", line: { color: "#9ecae1", width: 1 } },
      {
        name: `mean of the last ${window}`,
        x,
        y: mean,
        mode: "lines",
      },
    ],
    layout: layoutOf({
      title: { text: "Training loss" },
      description: `The loss goes ${trend(noisy)}, in ${loss.length} iterations; the mean of the last ${window} ends at ${mean.at(-1)}.`,
      xaxis: { title: { text: "Iteration" }, rangemode: "tozero" },
      yaxis: { title: { text: "Cross-entropy" }, rangemode: "tozero" },
      colorway: ["#9ecae1", PALETTE[0]],
      showlegend: true,
      legend: { x: 1, xanchor: "right", y: 1 },
    }),
  };
}

/**
 * Validation accuracy at each measurement, in per cent; the `best` one marked if it is given, and a line at the
 * iteration `stopped`, after which early stopping would have measured no more.
 */
export function validationAccuracy(
  accuracy: readonly Measurement[],
  best?: Measurement,
  stopped?: number,
): Figure {
  const percent = accuracy.map(({ value }) => inPercent(value));
  const end = `early stopping: after ${stopped} iterations`;
  const mark = best && `best: ${inPercent(best.value)} % after ${best.iteration} iterations`;
  return {
    data: [
      {
        name: "validation",
        x: accuracy.map(({ iteration }) => iteration),
        y: percent,
        mode: "lines+markers",
        line: { color: PALETTE[1] },
        hovertemplate: "iteration %{x}<br>%{y:.2f} %<extra></extra>",
      },
      ...(best
        ? [
            {
              name: mark,
              x: [best.iteration],
              y: [inPercent(best.value)],
              mode: "markers" as const,
              marker: { symbol: "star", size: 16, color: PALETTE[0] },
              hoverinfo: "name" as const,
            },
          ]
        : []),
      ...(stopped === undefined
        ? []
        : [
            {
              name: end,
              x: [stopped, stopped],
              y: [Math.min(...percent), Math.max(...percent)],
              mode: "lines" as const,
              line: { color: PALETTE[7], dash: "dash" as const, width: 1 },
              hoverinfo: "name" as const,
            },
          ]),
    ],
    layout: layoutOf({
      title: { text: "Validation accuracy" },
      description: [
        `The accuracy goes ${trend(percent)} per cent, in ${percent.length} measurements up to iteration ${accuracy.at(-1)?.iteration ?? 0}`,
        ...(mark ? [mark] : []),
        ...(stopped === undefined ? [] : [end]),
      ]
        .map((sentence) => `${sentence}.`)
        .join(" "),
      xaxis: { title: { text: "Iteration" }, rangemode: "tozero" },
      yaxis: { title: { text: "Accuracy, %" } },
      showlegend: best !== undefined || stopped !== undefined,
      legend: { x: 1, xanchor: "right", y: 0 },
    }),
  };
}

function inPercent(share: number): number {
  return Number((100 * share).toFixed(3));
}

/** At each measurement the mean of the last `window`, of fewer at the beginning. */
export function runningMean(points: readonly Measurement[], window: number): Measurement[] {
  let sum = 0;
  return points.map(({ iteration, value }, i) => {
    sum += value - (i >= window ? points[i - window].value : 0);
    return { iteration, value: sum / Math.min(i + 1, window) };
  });
}

/** Five significant digits: more than a plot shows, a third of the bytes. */
function round({ value }: Measurement): number {
  return Number(value.toPrecision(5));
}
