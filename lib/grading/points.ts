import type { Random } from "../data/random.ts";
import { area, type Point, type Polygon } from "../knn/index.ts";

/** The window on the plane of section 3.0. */
export const WINDOW: Polygon = [
  [-6, -5],
  [6, -5],
  [6, 6],
  [-6, 6],
];

/** Places in the window. */
export function drawPoints(count: number, random: Random): Point[] {
  return Array.from({ length: count }, (): Point => [12 * random() - 6, 11 * random() - 5]);
}

/** What is wrong with a polygon; undefined where it is `right`, wherever its corners begin. */
export function compareCells(yours: unknown, right: Polygon): string | undefined {
  if (!isPolygon(yours)) return "it returns no polygon: a list of corners [x, y].";
  const has = (polygon: Polygon, [x, y]: Point) =>
    polygon.some(([u, v]) => Math.hypot(u - x, v - y) < 1e-9);
  const [found, wanted] = [area(yours), area(right)];
  if (Math.abs(found + wanted) < 1e-9 && found < 0) {
    return "its corners run clockwise: keep them in the order in which the polygon has them.";
  }
  if (Math.abs(found - wanted) > 1e-9) {
    return `its area is ${found.toFixed(2)} in place of ${wanted.toFixed(2)}.`;
  }
  const same = yours.every((c) => has(right, c)) && right.every((c) => has(yours, c));
  return same || wanted === 0 ? undefined : "its corners are others than those of the cell.";
}

function isPolygon(value: unknown): value is Polygon {
  return (
    Array.isArray(value) &&
    value.every((c) => Array.isArray(c) && c.length === 2 && c.every(Number.isFinite))
  );
}

/** A point as it is written. */
export function nameOf([x, y]: Point): string {
  return `(${Number(x.toFixed(2))}, ${Number(y.toFixed(2))})`;
}
