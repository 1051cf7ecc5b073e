import type { Figure } from "./figure.ts";
import { hatched, layoutOf, PALETTE } from "./theme.ts";

type Point = readonly [x: number, y: number];

/** A classifier's answers in a window of the plane, and the points that it learnt from. */
export interface DecisionRegions {
  readonly points: readonly Point[];
  /** One a point; the same labels name the regions. */
  readonly labels: readonly (string | number)[];
  readonly regions: readonly {
    readonly polygon: readonly Point[];
    readonly label: string | number;
    /** Indices of the points that decide here. */
    readonly neighbors: readonly number[];
  }[];
  /** Segments between regions of different labels, drawn bold. */
  readonly boundary: readonly (readonly [from: Point, to: Point])[];
  /** [xMin, yMin, xMax, yMax] */
  readonly bounds: readonly [number, number, number, number];
  readonly title: string;
}

/** More regions than these are not read out one by one. */
const MOST_READ = 12;

/** One a class, the first plain. */
const HATCHES = ["", "/", ".", "x", "|", "-"];

/**
 * Draws regions in the colour and hatching of their label; over each, under the pointer, its label and the
 * points that decide it.
 */
export function decisionRegions(decisions: DecisionRegions): Figure {
  const { points, labels, regions, boundary, bounds, title } = decisions;
  const [xMin, yMin, xMax, yMax] = bounds;
  const classes = [...new Set(labels)];
  const colorOf = (label: string | number) => PALETTE[classes.indexOf(label) % PALETTE.length];
  const count = (of: readonly (string | number)[], label: string | number) =>
    of.filter((other) => other === label).length;
  const written = (label: string | number) => String(label).replace("-", "−");
  const described = classes.map(
    (label) =>
      `Class ${written(label)}: points ${count(labels, label)} of ${labels.length}, regions ${count(
        regions.map((region) => region.label),
        label,
      )} of ${regions.length}.`,
  );
  const name = (i: number) => `${written(labels[i])} (${points[i].map(written).join(", ")})`;
  const places = regions.map(({ polygon, label, neighbors }) => {
    const centre = [0, 1].map((axis) => mean(polygon.map((corner) => corner[axis])).toFixed(1));
    const deciding = neighbors.map((i) => `(${points[i].map(written).join(", ")})`).join(", ");
    return `${written(label)} around (${centre.map(written).join(", ")}), decided by ${deciding}`;
  });
  const layout = layoutOf({
    title: { text: title },
    description: `The plane for x from ${written(xMin)} to ${written(xMax)} and y from ${written(yMin)} to ${written(yMax)}. ${[...described, ...(places.length > MOST_READ ? [] : [`Regions: ${places.join("; ")}.`])].join(" ")}`,
    width: 620,
    height: 600,
    hovermode: "closest",
    xaxis: { title: { text: "x" }, range: [xMin, xMax], showgrid: false, constrain: "domain" },
    yaxis: {
      title: { text: "y" },
      range: [yMin, yMax],
      showgrid: false,
      scaleanchor: "x",
      constrain: "domain",
    },
  });
  const k = regions[0]?.neighbors.length;
  if (layout.meta && k) layout.meta.movable = { points, labels, k, bounds, title };
  return {
    data: [
      ...regions.map(({ polygon, label, neighbors }) => ({
        type: "scatter" as const,
        ...coordinates([...polygon, polygon[0]]),
        mode: "lines" as const,
        line: { color: "#ffffff", width: 1 },
        fill: "toself" as const,
        fillcolor: `${colorOf(label)}55`,
        ...hatched(colorOf(label), HATCHES[classes.indexOf(label) % HATCHES.length]),
        hoveron: "fills" as const,
        hoverinfo: "text" as const,
        text: `<b>${written(label)}</b>, decided by<br>${neighbors.map(name).join("<br>")}`,
      })),
      {
        type: "scatter",
        name: "decision boundary",
        ...coordinates(boundary.flatMap(([from, to]) => [from, to, undefined])),
        mode: "lines+markers",
        line: { color: "#222222", width: 3 },
        marker: { color: "#222222", size: 3 }, // rounds the corners
        hoverinfo: "skip",
      },
      ...classes.map((label) => ({
        type: "scatter" as const,
        name: String(label),
        ...coordinates(points.filter((_, i) => labels[i] === label)),
        mode: "text+markers" as const,
        marker: { color: colorOf(label), size: 20, line: { color: "#ffffff", width: 2 } },
        text: `<b>${written(label)}</b>`,
        textfont: { color: "#ffffff", size: 16 },
        hovertemplate: `${label} (%{x}, %{y})<extra></extra>`,
      })),
    ],
    layout,
  };
}

const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

/** Plotly's two lists; undefined lifts the pen. */
function coordinates(points: readonly (Point | undefined)[]): {
  x: (number | null)[];
  y: (number | null)[];
} {
  return { x: points.map((p) => p?.[0] ?? null), y: points.map((p) => p?.[1] ?? null) };
}
