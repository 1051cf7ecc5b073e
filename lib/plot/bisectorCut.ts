import type { Figure } from "./figure.ts";
import { hatched, layoutOf, PALETTE } from "./theme.ts";

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
      {
        ...polygon("cut off", nearerTo(rival, point, before), `${vermilion}33`),
        ...hatched(vermilion),
      },
      polygon("what remains", after, `${blue}55`),
      line("bisector", bisector, { color: "#222222", width: 3 }),
      line("to the rival", [point, rival], { color: "#222222", width: 1, dash: "dash" }),
      dots("other points", others, "#888888", "x"),
      dots("rival", [rival], vermilion, "diamond"),
      dots("point", [point], blue, "circle"),
    ],
    layout: layoutOf({
      title: { text: title },
      description:
        `The cell of ${inWords(point)} is cut by the bisector with ${inWords(rival)}: ` +
        `its area is ${areaOf(before).toFixed(1)} before and ${areaOf(after).toFixed(1)} after, ` +
        `it has ${before.length} corners before and ${after.length} after.`,
      width: 780,
      height: 560,
      showlegend: true,
      xaxis: { title: { text: "x" }, range: [xMin, xMax], constrain: "domain", showgrid: false },
      yaxis: {
        title: { text: "y" },
        range: [yMin, yMax],
        scaleanchor: "x",
        constrain: "domain",
        showgrid: false,
      },
    }),
  };
}

type Trace = Figure["data"][number];

/** The part of a convex polygon that is nearer to `near` than to `far`. */
function nearerTo(near: Point, far: Point, corners: readonly Point[]): Point[] {
  const from = ([x, y]: Point, [px, py]: Point) => (x - px) ** 2 + (y - py) ** 2;
  const ahead = (corner: Point) => from(corner, far) - from(corner, near);
  return corners.flatMap((a, i) => {
    const b = corners[(i + 1) % corners.length];
    const kept = ahead(a) >= 0 ? [a] : [];
    if (ahead(a) * ahead(b) >= 0) return kept;
    const t = ahead(a) / (ahead(a) - ahead(b));
    return [...kept, [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]];
  });
}

const inWords = (point: Point) => `(${point.join(", ").replaceAll("-", "−")})`;

/** Of a convex polygon, by the shoelace formula. */
function areaOf(corners: readonly Point[]): number {
  const doubled = corners.map(([x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length];
    return x * nextY - nextX * y;
  });
  return Math.abs(doubled.reduce((sum, z) => sum + z, 0)) / 2;
}

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

function dots(name: string, points: readonly Point[], color: string, symbol: string): Trace {
  return { ...scatter(name, points), mode: "markers", marker: { color, symbol, size: 12 } };
}

function scatter(
  name: string,
  points: readonly Point[],
): { type: "scatter"; name: string; x: number[]; y: number[] } {
  return { type: "scatter", name, x: points.map(([x]) => x), y: points.map(([, y]) => y) };
}
