import type { Figure } from "./figure.ts";
import { layoutOf } from "./theme.ts";

/** A table of numbers whose rows and columns have names. */
export interface HeatMap {
  readonly title: string;
  /** What the columns differ in, and the name of each. */
  readonly columns: { readonly title: string; readonly names: readonly string[] };
  /** What the rows differ in, and the name of each, from the top. */
  readonly rows: { readonly title: string; readonly names: readonly string[] };
  /** A number for each row and column; text, such as a reason, where there is none. */
  readonly cells: readonly (readonly (number | string)[])[];
  /** How a number is written in its cell. */
  readonly format?: (value: number) => string;
}

const CELL = { width: 110, height: 48 };
const MARGIN = { l: 130, r: 20, t: 110, b: 20 };

/**
 * Draws a table of numbers as colours with the numbers in the cells: dark blue the least, yellow
 * the most, in the scale of Nuñez, Anderton and Renslow (2018), which reads the same with any
 * colour vision. Cells without a number stay white.
 *
 * @throws RangeError when the cells do not match the names
 */
export function heatMap({ title, columns, rows, cells, format = String }: HeatMap): Figure {
  const widths = cells.map((row) => row.length);
  if (cells.length !== rows.names.length || widths.some((n) => n !== columns.names.length)) {
    throw new RangeError(
      `heatMap: cells have rows of [${widths}], the names ask for ${rows.names.length} rows of ` +
        `${columns.names.length}`,
    );
  }
  const axis = (names: readonly string[], text: string) => ({
    title: { text, standoff: 8 },
    tickvals: names.map((_, i) => i),
    ticktext: [...names],
    showgrid: false,
    ticks: "" as const,
  });
  const texts = cells.map((row) => row.map((z) => (typeof z === "number" ? format(z) : z)));
  const trace: object = {
    type: "heatmap",
    z: cells.map((row) => row.map((z) => (typeof z === "number" ? z : null))),
    text: texts,
    texttemplate: "%{text}",
    colorscale: "Cividis",
    showscale: false,
    xgap: 2,
    ygap: 2,
    hoverinfo: "skip",
  };
  return {
    data: [trace],
    layout: layoutOf({
      title: { text: title },
      description: [
        `Columns, ${columns.title}: ${columns.names.join(", ")}.`,
        ...texts.map((row, i) => `${rows.title} ${rows.names[i]}: ${row.join(", ")}.`),
      ].join(" "),
      width: CELL.width * columns.names.length + MARGIN.l + MARGIN.r,
      height: CELL.height * rows.names.length + MARGIN.t + MARGIN.b,
      margin: MARGIN,
      xaxis: {
        ...axis(columns.names, columns.title),
        side: "top",
        range: [-0.5, columns.names.length - 0.5],
      },
      yaxis: {
        ...axis(rows.names, rows.title),
        range: [rows.names.length - 0.5, -0.5],
      },
    }),
  };
}
