import type { Point } from "./trainingSet.ts";

/** Corners of a convex polygon, counter-clockwise; empty for the empty set. */
export type Polygon = readonly Point[];

/** Area by the shoelace formula: positive for corners in counter-clockwise order. */
export function area(polygon: Polygon): number {
  // From the first corner: far from the origin the products would swallow a small polygon.
  const [x0, y0] = polygon[0] ?? [0, 0];
  let twice = 0;
  for (let i = 1; i + 1 < polygon.length; i++) {
    const [ax, ay] = polygon[i];
    const [bx, by] = polygon[i + 1];
    twice += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return twice / 2;
}

/**
 * The part of a convex polygon that is nearer to `p` than to `q`: what lies on p's side of the
 * perpendicular bisector of the two. If they coincide, all of it where `ahead` is true, else nothing.
 */
export function nearerPart(polygon: Polygon, p: Point, q: Point, ahead = true): Polygon {
  const size = Math.max(Math.abs(q[0] - p[0]), Math.abs(q[1] - p[1]));
  if (size === 0) return ahead ? polygon : [];
  const dx = (q[0] - p[0]) / size;
  const dy = (q[1] - p[1]) / size;
  const mx = p[0] / 2 + q[0] / 2;
  const my = p[1] / 2 + q[1] / 2;
  /** Above 0 on q's side of the bisector, in proportion to the distance from it. */
  const beyond = (corner: Point): number => (corner[0] - mx) * dx + (corner[1] - my) * dy;

  let cut = false;
  for (let i = 0; i < polygon.length && !cut; i++) cut = beyond(polygon[i]) > 0;
  if (!cut) return polygon;

  const part: Point[] = [];
  for (let i = 0; i < polygon.length; i++) {
    const [a, b] = [polygon[i], polygon[(i + 1) % polygon.length]];
    const [fromA, fromB] = [beyond(a), beyond(b)];
    if (fromA <= 0) part.push(a);
    if (Math.sign(fromA) * Math.sign(fromB) < 0) {
      const t = fromA / (fromA - fromB);
      const [[ax, ay], [bx, by]] = [a, b];
      part.push([ax + t * (bx - ax), ay + t * (by - ay)]);
    }
  }
  return part;
}
