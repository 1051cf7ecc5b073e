import { area, nearerPart, type Polygon } from "./polygon.ts";
import type { Point } from "./trainingSet.ts";

/** The part of a polygon where one of the candidates is the nearest. */
export interface Part {
  /** Index of the nearest candidate. */
  readonly nearest: number;
  readonly polygon: Polygon;
}

/**
 * Divides a convex polygon by which of `candidates` (indices into `points`) is nearest; ties as in
 * `nearestNeighbors`.
 *
 * Parts no thicker than `thickness` are left out: the rounding of coordinates makes such slivers
 * where more than three bisectors meet in a corner, or two lie on the same line.
 */
export function divide(
  polygon: Polygon,
  points: readonly Point[],
  candidates: readonly number[],
  thickness: number,
): Part[] {
  const rivals = withinReach(polygon, points, candidates);
  const parts: Part[] = [];
  for (const p of rivals) {
    let part = polygon;
    for (const q of rivals) {
      if (q !== p) part = nearerPart(part, points[p], points[q], p < q);
    }
    if (isThicker(part, thickness)) parts.push({ nearest: p, polygon: part });
  }
  return parts;
}

/** Whether a polygon is more than a sliver: its mean thickness is about twice area over perimeter. */
export function isThicker(polygon: Polygon, thickness: number): boolean {
  let perimeter = 0;
  for (let i = 0; i < polygon.length; i++) {
    const [a, b] = [polygon[i], polygon[(i + 1) % polygon.length]];
    perimeter += Math.hypot(b[0] - a[0], b[1] - a[1]);
  }
  return 2 * area(polygon) > thickness * perimeter;
}

/**
 * The candidates that may be nearest somewhere in the polygon. In the circle of radius r around its
 * centre c, the one nearest to c at distance d is never farther than d + r, so others beyond d + 2r never win.
 */
function withinReach(
  polygon: Polygon,
  points: readonly Point[],
  candidates: readonly number[],
): number[] {
  const cx = polygon.reduce((sum, [x]) => sum + x, 0) / polygon.length;
  const cy = polygon.reduce((sum, [, y]) => sum + y, 0) / polygon.length;
  const fromCentre = ([x, y]: Point): number => Math.hypot(x - cx, y - cy);
  const radius = Math.max(...polygon.map(fromCentre));
  const distances = candidates.map((i) => fromCentre(points[i]));
  const reach = Math.min(...distances) + 2 * radius;
  return candidates.filter((_, i) => distances[i] <= reach);
}
