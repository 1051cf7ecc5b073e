import type { Figure } from "./figure.ts";
import { layoutOf, PALETTE } from "./theme.ts";

/** One matrix of a row of matrices. */
export interface MatrixPanel {
  readonly title: string;
  /** Rows of numbers; null leaves a cell empty. */
  readonly rows: readonly (readonly (number | null)[])[];
  /** [row, col, rows, cols] of a frame around some cells. */
  readonly frame?: readonly [row: number, col: number, rows: number, cols: number];
  /**
   * `"grey"`: 0 black, 1 white. `"signed"`, the default: negative orange, positive blue. `"signedGrey"`:
   * negative dark, 0 middle grey, positive light, for cells too small for their numbers.
   */
  readonly colors?: "grey" | "signed" | "signedGrey";
}

const SIGNED: [number, string][] = [
  [0, PALETTE[1]],
  [0.5, "#ffffff"],
  [1, PALETTE[0]],
];
const GREY: [number, string][] = [
  [0, "#000000"],
  [1, "#ffffff"],
];
const COLORS = { grey: GREY, signed: SIGNED, signedGrey: GREY };
const WIDTH = 780;
const LARGEST_CELL = 52;
const SMALLEST_CELL = 4;
const GAP = 30;
/** Below, there is room for a slider. */
const MARGIN = { l: 10, r: 10, t: 90, b: 50 };

/**
 * Draws matrices beside each other, all with cells of one size; large cells with their numbers.
 *
 * @param conclusion what follows from the picture, for who cannot see it
 */
export function matrices(
  title: string,
  panels: readonly MatrixPanel[],
  conclusion?: string,
): Figure {
  const cols = panels.map(({ rows }) => rows[0].length);
  // A panel is as wide as its cells or as its title, at about 8 pixels a letter.
  const widthsFor = (cell: number) =>
    panels.map((panel, i) => Math.max(cell * cols[i], 8 * panel.title.length));
  const widthFor = (cell: number) =>
    widthsFor(cell).reduce((sum, w) => sum + w, GAP * (panels.length - 1));
  let cell = LARGEST_CELL;
  while (widthFor(cell) > WIDTH && cell > SMALLEST_CELL) cell--;
  const widths = widthsFor(cell);
  const width = widthFor(cell);
  const height = cell * Math.max(...panels.map(({ rows }) => rows.length));
  const bare = { showticklabels: false, showgrid: false, zeroline: false, ticks: "" };
  const axes: Record<string, object> = {};
  let left = 0;
  panels.forEach(({ title: text, rows, colors }, i) => {
    const n = i === 0 ? "" : i + 1;
    // White pixels at the edge of an image would be lost on the paper.
    const edge = { showline: colors === "grey", mirror: true, linecolor: "#888888" };
    const inset = (widths[i] - cell * cols[i]) / 2;
    axes[`xaxis${n}`] = {
      ...bare,
      ...edge,
      anchor: `y${n}`,
      side: "top",
      title: { text, standoff: 4 },
      domain: [(left + inset) / width, (left + inset + cell * cols[i]) / width],
      range: [-0.5, cols[i] - 0.5],
    };
    axes[`yaxis${n}`] = {
      ...bare,
      ...edge,
      anchor: `x${n}`,
      domain: [1 - (cell * rows.length) / height, 1],
      range: [rows.length - 0.5, -0.5],
    };
    left += widths[i] + GAP;
  });
  return {
    data: panels.flatMap((panel, i) => traces(panel, i, cell >= 30)),
    layout: {
      ...layoutOf({
        title: { text: title },
        description: [...panels.map(inWords), ...(conclusion ? [conclusion] : [])].join(" "),
        width: width + MARGIN.l + MARGIN.r,
        height: height + MARGIN.t + MARGIN.b,
        margin: MARGIN,
      }),
      ...axes,
    },
  };
}

/** More numbers than these are not read out one by one. */
const MOST_READ = 25;

/**
 * "inputs: rows 0, 1; 2, 3. Framed: row 0, columns 0 to 1.", "inputs: 9 × 9 numbers from −1 to 1." or, where the title
 * has the size, "inputs: 9 × 9: numbers from −1 to 1."
 */
function inWords({ title, rows, frame }: MatrixPanel): string {
  const given = numbersOf(rows);
  const size = `${rows.length} × ${rows[0].length}`;
  const from = (first: number, count: number, name: string) =>
    count === 1 ? `${name} ${first}` : `${name}s ${first} to ${first + count - 1}`;
  const framed = frame
    ? ` Framed: ${from(frame[0], frame[2], "row")}, ${from(frame[1], frame[3], "column")}.`
    : "";
  if (given.length === 0) return `${title}: ${size} empty cells.${framed}`;
  if (rows.flat().length > MOST_READ) {
    const [low, high] = [Math.min(...given), Math.max(...given)];
    const numbers = title.includes(size) ? "numbers" : `${size} numbers`;
    return `${title}: ${numbers} from ${inShort(low)} to ${inShort(high)}.${framed}`;
  }
  const read = rows.map((row) => row.map((z) => (z === null ? "empty" : inShort(z))).join(", "));
  return `${title}: ${read.length === 1 ? "values" : "rows"} ${read.join("; ")}.${framed}`;
}

const inShort = (z: number) => String(Number(z.toPrecision(3))).replace("-", "−");

const numbersOf = (rows: MatrixPanel["rows"]) => rows.flat().filter((z): z is number => z !== null);

function traces(
  { title, rows, frame, colors = "signed" }: MatrixPanel,
  i: number,
  withNumbers: boolean,
): Figure["data"] {
  const on = { xaxis: `x${i === 0 ? "" : i + 1}`, yaxis: `y${i === 0 ? "" : i + 1}` };
  const largest = Math.max(1e-9, ...numbersOf(rows).map(Math.abs));
  const cells = {
    ...on,
    type: "heatmap",
    name: title,
    z: rows.map((row) => row.map((z) => (z === null ? null : Number(z.toPrecision(4))))),
    colorscale: COLORS[colors],
    zmin: colors === "grey" ? 0 : -largest,
    zmax: colors === "grey" ? 1 : largest,
    showscale: false,
    ...(withNumbers && {
      ...{ xgap: 1, ygap: 1, texttemplate: "%{text}" },
      text: rows.map((row) => row.map((z) => (z === null ? "" : inShort(z)))),
    }),
    hovertemplate: "row %{y}, col %{x}: %{z}<extra></extra>",
  };
  if (!frame) return [cells as Figure["data"][number]];
  const [row, col, height, width] = frame;
  const [top, left, bottom, right] = [row - 0.5, col - 0.5, row + height - 0.5, col + width - 0.5];
  return [
    cells as Figure["data"][number],
    {
      ...on,
      type: "scatter",
      mode: "lines",
      x: [left, right, right, left, left],
      y: [top, top, bottom, bottom, top],
      line: { color: PALETTE[3], width: 4 },
      hoverinfo: "skip",
    },
  ];
}
