import type { Figure } from "./figure.ts";
import { layoutOf, PALETTE } from "./theme.ts";

/** The same experiment with several seeds. */
export interface Repeats {
  readonly name: string;
  /** What each seed gave, 0 to 1. */
  readonly accuracies: readonly number[];
}

/** Draws for each experiment what every seed gave, and beside it mean ± standard deviation. */
export function repeats(title: string, experiments: readonly Repeats[]): Figure {
  const named = experiments.map(({ name, accuracies }) => {
    const percent = accuracies.map((accuracy) => Number((100 * accuracy).toFixed(3)));
    return { name, percent, ...meanAndDeviation(percent) };
  });
  const at = named.map((_, i) => i);
  return {
    data: [
      {
        type: "scatter",
        mode: "markers",
        name: "one seed",
        x: named.flatMap(({ percent }, i) => percent.map(() => i)),
        y: named.flatMap(({ percent }) => percent),
        marker: { size: 9, color: PALETTE[5] },
        hovertemplate: "%{y:.1f} %<extra></extra>",
      },
      {
        type: "scatter",
        mode: "markers",
        name: "mean ± standard deviation",
        x: at.map((i) => i + 0.15),
        y: named.map(({ mean }) => mean),
        error_y: { type: "data", array: named.map(({ deviation }) => deviation) },
        marker: { size: 11, symbol: "diamond", color: PALETTE[0] },
        hovertemplate: "%{y:.1f} %<extra></extra>",
      },
    ],
    layout: layoutOf({
      title: { text: title },
      description: named
        .map(
          ({ name, mean, deviation, percent }) =>
            `${name}: ${mean.toFixed(1)} ± ${deviation.toFixed(1)} per cent in ${percent.length} runs.`,
        )
        .join(" "),
      width: 780,
      xaxis: {
        tickvals: at,
        ticktext: named.map(({ name }) => name),
        range: [-0.5, named.length - 0.5],
        showgrid: false,
      },
      yaxis: { title: { text: "Accuracy, %" } },
      showlegend: true,
    }),
  };
}

/** Mean, and the standard deviation of a sample: divided by n − 1. */
function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : 0 };
}
