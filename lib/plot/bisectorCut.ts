import type { Figure } from "./figure.ts";
import { layoutOf, PALETTE } from "./theme.ts";

type Point = readonly [x: number, y: number];

/** One cut in the making of a Voronoi cell: what is nearer to `rival` than to `point` falls away. */
export interface BisectorCut {
  readonly point: Point;
  readonly rival: Point;
  /** Points that take no part in this cut. */
  readonly others: readonly Point[];
  /** The cell before the cut and after it. */
  readonly before: readonly Point[];
  readonly after: readonly Point[];
  /** [xMin, yMin, xMax, yMax] */
  readonly bounds: readonly [number, number, number, number];
  readonly title: string;
}

/** Draws the perpendicular bisector of `point` and `rival`, what it leaves of the cell and what it takes. */
export function bisectorCut(cut: BisectorCut): Figure {
  const { point, rival, others, before, after, bounds, title } = cut;
  const [xMin, yMin, xMax, yMax] = bounds;
  const [mx, my] = [(point[0] + rival[0]) / 2, (point[1] + rival[1]) / 2];
  const [dx, dy] = [rival[0] - point[0], rival[1] - point[1]];
  const reach = Math.hypot(xMax - xMin, yMax - yMin) / Math.hypot(dx, dy);
  const bisector: Point[] = [
    [mx - reach * dy, my + reach * dx],
    [mx + reach * dy, my - reach * dx],
  ];
  const [blue, vermilion] = PALETTE;
  return {
    data: [
      polygon("cut off", before, `${vermilion}33`),
      polygon("left of the cell", after, "#b3d5e8"),
      line("bisector", bisector, { color: "#222222", width: 3 }),
      line("from point to rival", [point, rival], { color: "#222222", width: 1, dash: "dash" }),
      dots("other points", others, "#999999"),
      dots("rival", [rival], vermilion),
      dots("point", [point], blue),
    ],
    layout: layoutOf({
      title: { text: title },
      description: `The cell of (${point.join(", ")}) is cut by the bisector with (${rival.join(", ")}): it has ${before.length} corners before the cut and ${after.length} after it.`,
      width: 780,
      height: 560,
      showlegend: true,
      xaxis: { title: { text: "x" }, range: [xMin, xMax], constrain: "domain" },
      yaxis: { title: { text: "y" }, range: [yMin, yMax], scaleanchor: "x", constrain: "domain" },
    }),
  };
}

type Trace = Figure["data"][number];

function polygon(name: string, corners: readonly Point[], fillcolor: string): Trace {
  const closed = [...corners, ...corners.slice(0, 1)];
  return {
    ...scatter(name, closed),
    mode: "lines",
    line: { width: 0 },
    fill: "toself",
    fillcolor,
    hoverinfo: "skip",
  };
}

function line(
  name: string,
  ends: readonly Point[],
  style: { color: string; width: number; dash?: "dash" },
): Trace {
  return { ...scatter(name, ends), mode: "lines", line: style, hoverinfo: "skip" };
}

function dots(name: string, points: readonly Point[], color: string): Trace {
  return { ...scatter(name, points), mode: "markers", marker: { color, size: 12 } };
}

function scatter(
  name: string,
  points: readonly Point[],
): { type: "scatter"; name: string; x: number[]; y: number[] } {
  return { type: "scatter", name, x: points.map(([x]) => x), y: points.map(([, y]) => y) };
}
