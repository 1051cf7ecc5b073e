import type { Layout } from "plotly.js";
import type { FigureLayout } from "./figure.ts";

/**
 * Okabe and Ito's eight colours, which people with any colour vision tell apart
 * (https://jfly.uni-koeln.de/color/). Series and classes take them in this order.
 */
export const PALETTE: readonly string[] = [
  "#0072B2", // blue
  "#D55E00", // vermilion
  "#009E73", // bluish green
  "#E69F00", // orange
  "#CC79A7", // reddish purple
  "#56B4E9", // sky blue
  "#F0E442", // yellow
  "#000000", // black
];

/**
 * Buttons over a figure that its reader does not need: with them the bar hides narrow titles, and
 * one sends the figure to a server.
 */
const SPARED: readonly string[] = [
  "autoScale2d",
  "lasso2d",
  "select2d",
  "sendChartToCloud",
  "zoomIn2d",
  "zoomOut2d",
];

/** The font of all figures. Static pictures know the widths of Helvetica's letters: see textBox.mjs. */
export const FONT_FAMILY = "Helvetica, Arial, sans-serif";

/**
 * Lines in this colour over a filled area: what an area means is not told by its colour alone. A `shape`
 * of `""` leaves it plain.
 */
export function hatched(color: string, shape = "/"): { readonly fillpattern: object } {
  return {
    fillpattern: {
      shape,
      fgcolor: color,
      fgopacity: 0.5,
      fillmode: "overlay",
      size: 9,
      solidity: 0.12,
    },
  };
}

/**
 * Font, margins, size and grid that all figures share; `own` is laid over it.
 *
 * @param own `description` says what the picture shows beside its title: with its title it is the
 * alternative text of the picture
 */
export function layoutOf({
  description,
  height = 360,
  ...own
}: Partial<Layout> & { readonly description: string }): FigureLayout {
  return {
    meta: { description },
    font: { family: FONT_FAMILY, size: 13, color: "#222222" },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    colorway: [...PALETTE],
    margin: { l: 60, r: 20, t: 50, b: 50 },
    height: Math.round(height),
    showlegend: false,
    modebar: { remove: SPARED },
    ...own,
    xaxis: { gridcolor: "#e5e5e5", zeroline: false, ...own.xaxis },
    yaxis: { gridcolor: "#e5e5e5", zeroline: false, ...own.yaxis },
  };
}
