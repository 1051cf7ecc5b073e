import type { Figure } from "./figure.ts";
import { layoutOf } from "./theme.ts";

/** How often a classifier of one metric is right, for each k; accuracies from 0 to 1. */
export interface AccuracyByK {
  readonly metric: string;
  readonly accuracies: readonly { readonly k: number; readonly accuracy: number }[];
}

/** Colours alone do not tell curves apart. */
const SYMBOLS = ["circle", "square", "diamond"];

/** A curve a metric, in per cent, and a dotted line at what guessing among `classes` would give. */
export function accuracyByK(curves: readonly AccuracyByK[], classes: number): Figure {
  const best = curves.map(({ metric, accuracies }) => {
    const { k, accuracy } = accuracies.reduce((a, b) => (b.accuracy > a.accuracy ? b : a));
    return `${metric} is best with k = ${k}, right in ${(100 * accuracy).toFixed(1)} %.`;
  });
  const ks = curves.flatMap(({ accuracies }) => accuracies.map(({ k }) => k));
  return {
    data: [
      ...curves.map(({ metric, accuracies }, i) => ({
        type: "scatter" as const,
        name: metric,
        x: accuracies.map(({ k }) => k),
        y: accuracies.map(({ accuracy }) => 100 * accuracy),
        mode: "lines+markers" as const,
        marker: { symbol: SYMBOLS[i % SYMBOLS.length], size: 9 },
        hovertemplate: `${metric}, k = %{x}<br>%{y:.1f} %<extra></extra>`,
      })),
      {
        type: "scatter",
        name: "guessing",
        x: [Math.min(...ks), Math.max(...ks)],
        y: [100 / classes, 100 / classes],
        mode: "lines",
        line: { color: "#777777", dash: "dot" },
        hoverinfo: "skip",
      },
    ],
    layout: layoutOf({
      title: { text: "Validation accuracy" },
      description: `For k from ${Math.min(...ks)} to ${Math.max(...ks)}. ${best.join(" ")} Guessing would be right in ${100 / classes} %.`,
      showlegend: true,
      xaxis: { title: { text: "k" }, tickvals: [...new Set(ks)] },
      yaxis: { title: { text: "Accuracy, %" }, rangemode: "tozero" },
    }),
  };
}
