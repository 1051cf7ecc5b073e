import type { Figure } from "./figure.ts";
import { layoutOf } from "./theme.ts";
import { trend } from "./trend.ts";

/** The loss of one training run, iteration by iteration. */
export interface Run {
  readonly name: string;
  readonly loss: readonly number[];
}

/** Each run has a pattern of its own: colours alone do not tell six lines apart. */
const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"] as const;

/** Powers of ten that mean something; below the first, a loss is drawn as that. */
const LEAST = 1e-4;

const HEIGHT = 420;
const MARGIN = { l: 60, r: 20, t: 50, b: 50 };

/** How the vertical axis is drawn. */
export interface LossAxis {
  /** What the loss is of; "Cross-entropy" unless given. */
  readonly title?: string;
  /** Powers of ten, so that small losses can be told apart too. */
  readonly logarithmic?: boolean;
}

/** Draws the losses of several runs over each other, each with its own colour and dashes. */
export function lossCurves(
  title: string,
  runs: readonly Run[],
  { title: axisTitle = "Cross-entropy", logarithmic = false }: LossAxis = {},
): Figure {
  // Many names stand below the plot, two a line: over it they would hide the curves.
  const below = runs.length > 2 ? 22 * Math.ceil(runs.length / 2) + 10 : 0;
  const drawn = (value: number) =>
    Number((logarithmic ? Math.max(value, LEAST) : value).toPrecision(5));
  return {
    data: runs.map(({ name, loss }, i) => ({
      type: "scatter",
      mode: "lines",
      name,
      x: loss.map((_, iteration) => iteration),
      y: loss.map(drawn),
      line: { width: 2, dash: DASHES[i % DASHES.length] },
    })),
    layout: layoutOf({
      title: { text: title },
      description: runs
        .map(
          ({ name, loss }) =>
            `${name} goes ${trend(loss)}, in ${loss.length} iterations; it jumps up in ${jumps(loss)}.`,
        )
        .join(" "),
      width: 780,
      height: HEIGHT + below,
      margin: { ...MARGIN, b: MARGIN.b + below },
      xaxis: { title: { text: "Iteration" } },
      yaxis: {
        title: { text: axisTitle },
        ...(logarithmic
          ? { type: "log", dtick: 1, exponentformat: "none" }
          : { rangemode: "tozero" }),
      },
      showlegend: runs.length > 1,
      legend: below
        ? { orientation: "h", x: 0, y: -60 / (HEIGHT - MARGIN.t - MARGIN.b), yanchor: "top" }
        : { x: 1, xanchor: "right", y: 1 },
    }),
  };
}

/** Iterations in which the loss rises by more than a hundredth of its highest value. */
function jumps(loss: readonly number[]): number {
  const least = Math.max(...loss) / 100;
  return loss.filter((value, i) => value - loss[i - 1] > least).length;
}
