import type { Figure } from "./figure.ts";
import { layoutOf, PALETTE } from "./theme.ts";

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

/** Draws regions in the colour of their label; over each, its label and the points that decide it. */
export function decisionRegions(decisions: DecisionRegions): Figure {
  const { points, labels, regions, boundary, bounds, title } = decisions;
  const [xMin, yMin, xMax, yMax] = bounds;
  const classes = [...new Set(labels)];
  const colorOf = (label: string | number) => PALETTE[classes.indexOf(label) % PALETTE.length];
  const count = (of: readonly (string | number)[], label: string | number) =>
    of.filter((other) => other === label).length;
  const described = classes.map(
    (label) =>
      `Class ${label}: points ${count(labels, label)} of ${labels.length}, regions ${count(
        regions.map((region) => region.label),
        label,
      )} of ${regions.length}.`,
  );
  const name = (i: number) => `${labels[i]} (${points[i].join(", ")})`;
  return {
    data: [
      ...regions.map(({ polygon, label, neighbors }) => ({
        type: "scatter" as const,
        ...coordinates([...polygon, polygon[0]]),
        mode: "lines" as const,
        line: { color: "#ffffff", width: 1 },
        fill: "toself" as const,
        fillcolor: `${colorOf(label)}55`,
        hoveron: "fills" as const,
        hoverinfo: "text" as const,
        text: `<b>${label}</b>, decided by<br>${neighbors.map(name).join("<br>")}`,
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
        text: `<b>${String(label).replace("-", "−")}</b>`,
        textfont: { color: "#ffffff", size: 16 },
        hovertemplate: `${label} (%{x}, %{y})<extra></extra>`,
      })),
    ],
    layout: layoutOf({
      title: { text: title },
      description: `The plane for x from ${xMin} to ${xMax} and y from ${yMin} to ${yMax}. ${described.join(" ")}`,
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
    }),
  };
}

/** Plotly's two lists; undefined lifts the pen. */
function coordinates(points: readonly (Point | undefined)[]): {
  x: (number | null)[];
  y: (number | null)[];
} {
  return { x: points.map((p) => p?.[0] ?? null), y: points.map((p) => p?.[1] ?? null) };
}
