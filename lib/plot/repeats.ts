import type { Figure } from "./figure.ts";
import { layoutOf, PALETTE } from "./theme.ts";

/** The same experiment with several seeds. */
export interface Repeats {
  readonly name: string;
  /** What each seed gave, 0 to 1. */
  readonly accuracies: readonly number[];
  /** The seed of each, if the runs of one seed are to be told from those of another. */
  readonly seeds?: readonly number[];
}

/** One for each seed; what there are more of begins anew. */
const SYMBOLS: readonly string[] = ["circle", "square", "triangle-up", "cross", "x", "star"];

/** Draws for each experiment what every seed gave, and beside it mean ± standard deviation. */
export function repeats(title: string, experiments: readonly Repeats[]): Figure {
  const named = experiments.map(({ name, accuracies, seeds }) => {
    const percent = accuracies.map((accuracy) => Number((100 * accuracy).toFixed(3)));
    return { name, percent, seeds, ...meanAndDeviation(percent) };
  });
  const runs = named.flatMap(({ percent, seeds }, x) =>
    percent.map((y, i) => ({ x, y, name: seeds ? `seed ${seeds[i]}` : "one run" })),
  );
  const at = named.map((_, i) => i);
  return {
    data: [
      ...[...new Set(runs.map(({ name }) => name))].map((name, i) => ({
        type: "scatter" as const,
        mode: "markers" as const,
        name,
        x: runs.filter((run) => run.name === name).map(({ x }) => x),
        y: runs.filter((run) => run.name === name).map(({ y }) => y),
        marker: { size: 9, color: PALETTE[5], symbol: SYMBOLS[i % SYMBOLS.length] },
        hovertemplate: `${name}: %{y:.1f} %<extra></extra>`,
      })),
      {
        type: "scatter",
        mode: "markers",
        name: "mean ± standard deviation",
        x: at.map((i) => i + 0.2),
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
            `${name}: ${mean.toFixed(1)} ± ${deviation.toFixed(1)} per cent in ${percent.length} ${percent.length === 1 ? "run" : "runs"}.`,
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
      legend: { orientation: "h", x: 0, y: -0.12 },
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
