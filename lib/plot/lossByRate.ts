import type { Figure } from "./figure.ts";
import { runningMean } from "./learningCurves.ts";
import { layoutOf, PALETTE } from "./theme.ts";
import { trend } from "./trend.ts";

/** A learning rate, and the loss before a step with it. */
export interface LossAtRate {
  readonly learningRate: number;
  readonly loss: number;
}

/**
 * Draws the loss over learning rates that grow by a factor, each batch and the mean of the last `window`. Losses far above the
 * first, where steps overshoot, lie outside of the picture, so that the others can be told apart.
 */
export function lossByRate(tried: readonly LossAtRate[], window = 10): Figure {
  const x = tried.map(({ learningRate }) => Number(learningRate.toPrecision(3)));
  const losses = tried.map(({ loss }, iteration) => ({ iteration, value: loss }));
  const short = ({ value }: { value: number }) => Number(value.toPrecision(4));
  const mean = runningMean(losses, window).map(short);
  const [low, high] = [Math.min(...losses.map(short)), mean[0]];
  const lowest = mean.indexOf(Math.min(...mean));
  return {
    data: [
      {
        name: "batch",
        x,
        y: losses.map(short),
        mode: "markers",
        marker: { color: PALETTE[5], size: 6, symbol: "circle-open" },
      },
      {
        name: `mean of the last ${window}`,
        x,
        y: mean,
        mode: "lines",
        line: { color: PALETTE[0] },
      },
    ],
    layout: layoutOf({
      title: { text: "Loss while the learning rate grows" },
      description:
        `The learning rate grows from ${x[0]} to ${x.at(-1)} in ${x.length} steps, on a logarithmic axis. ` +
        `The mean loss of the last ${window} batches goes ${trend(mean)}; it is lowest at ${x[lowest]}.`,
      xaxis: { title: { text: "Learning rate" }, type: "log", dtick: 1, exponentformat: "none" },
      yaxis: { title: { text: "Cross-entropy" }, range: [low - 0.2 * high, 1.3 * high] },
      showlegend: true,
      legend: { x: 0, xanchor: "left", y: 0 },
    }),
  };
}
