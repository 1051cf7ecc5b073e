import type { Polygon } from "./polygon.ts";
import type { Point } from "./trainingSet.ts";
import type { Region } from "./voronoiRegions.ts";

/** A straight line from one point to another. */
export type Segment = readonly [from: Point, to: Point];

/** Where the label changes: the common edges of regions with different labels, in no order. */
export function decisionBoundary(regions: readonly Region[]): Segment[] {
  const boxes = regions.map(({ polygon }) => box(polygon));
  const size = Math.max(...boxes.flat().map(Math.abs));
  const tolerance = 1e-10 * size;
  const touch = (a: number[], b: number[]): boolean =>
    [0, 1].every((i) => a[i] <= b[i + 2] + tolerance && b[i] <= a[i + 2] + tolerance);
  return regions.flatMap((a, i) =>
    regions.flatMap((b, j) =>
      j < i && a.label !== b.label && touch(boxes[i], boxes[j])
        ? commonEdges(a.polygon, b.polygon, tolerance)
        : [],
    ),
  );
}

/** [xMin, yMin, xMax, yMax] of a polygon. */
function box(polygon: Polygon): number[] {
  const xs = polygon.map(([x]) => x);
  const ys = polygon.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function commonEdges(a: Polygon, b: Polygon, tolerance: number): Segment[] {
  return edges(a).flatMap((e) => edges(b).flatMap((f) => overlap(e, f, tolerance)));
}

function edges(polygon: Polygon): Segment[] {
  return polygon.map((corner, i) => [corner, polygon[(i + 1) % polygon.length]]);
}

/** The stretch that two edges share, none if they are not on one line to within `tolerance`. */
function overlap(e: Segment, f: Segment, tolerance: number): Segment[] {
  // The longer one gives the line: a short edge's direction is mostly rounding.
  const [[from, to], other] = length(e) >= length(f) ? [e, f] : [f, e];
  const long = length([from, to]);
  if (long <= tolerance) return [];
  const [ux, uy] = [(to[0] - from[0]) / long, (to[1] - from[1]) / long];
  const along = ([x, y]: Point): number => (x - from[0]) * ux + (y - from[1]) * uy;
  const off = ([x, y]: Point): number => Math.abs((y - from[1]) * ux - (x - from[0]) * uy);
  if (other.some((end) => off(end) > tolerance)) return [];
  const [s, t] = other.map(along).sort((a, b) => a - b);
  const [start, end] = [Math.max(0, s), Math.min(long, t)];
  const at = (d: number): Point => [from[0] + d * ux, from[1] + d * uy];
  return end - start > tolerance ? [[at(start), at(end)]] : [];
}

function length([from, to]: Segment): number {
  return Math.hypot(to[0] - from[0], to[1] - from[1]);
}
