import fc from "fast-check";
import type { Bounds, Label, Point, Polygon, TrainingSet } from "lib/knn";

/** k-NN at one place by sorting every point: the reference for the polygons. */
export function brute(
  { points, labels }: TrainingSet,
  k: number,
  [x, y]: Point,
): { neighbors: number[]; label: Label } {
  const neighbors = points
    .map((p, i) => ({ i, squared: (p[0] - x) ** 2 + (p[1] - y) ** 2 }))
    .sort((a, b) => a.squared - b.squared || a.i - b.i)
    .slice(0, k)
    .map(({ i }) => i);
  const votes = (label: Label): number => neighbors.filter((i) => labels[i] === label).length;
  const first = neighbors.reduce((a, b) => (votes(labels[b]) > votes(labels[a]) ? b : a));
  return { neighbors: neighbors.toSorted((a, b) => a - b), label: labels[first] };
}

/** How far inside a convex counter-clockwise polygon a point lies: negative outside. */
export function depth(polygon: Polygon, [x, y]: Point): number {
  let least = Infinity;
  for (let i = 0; i < polygon.length; i++) {
    const a = polygon[i];
    const b = polygon[(i + 1) % polygon.length];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length < 1e-9) continue;
    const inside = ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / length;
    least = Math.min(least, inside);
  }
  return least;
}

export const bounds: Bounds = [-5, -4, 6, 5];

/** The seven points of the assignment. */
export const seven: TrainingSet = {
  points: [
    [1, 3],
    [-4, -2],
    [-3, -1.5],
    [3, 3],
    [0, -2],
    [-2, 0],
    [-2, 4],
  ],
  labels: ["+", "+", "-", "-", "+", "+", "-"],
};

/** Fine, coarse, and coarse with coordinates that no double holds exactly. */
const grids = [
  { step: 1e-4, lines: 120_000 },
  { step: 1, lines: 12 },
  { step: 0.7 / 3, lines: 24 },
];

/**
 * Sets of 1 to 24 points in two to four classes, with a k from 1 to 5. On a coarse grid points coincide,
 * line up and lie on common circles; some are outside the window or on its edge.
 */
export const problems: fc.Arbitrary<{ trainingSet: TrainingSet; k: number }> = fc
  .tuple(fc.constantFrom(...grids), fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 5 }))
  .chain(([{ step, lines }, classes, k]) => {
    const coordinate = fc.nat(lines).map((line) => (line - lines / 2) * step);
    const point = fc.record({
      at: fc.tuple(coordinate, coordinate),
      label: fc.integer({ min: 1, max: classes }),
    });
    return fc.array(point, { minLength: 1, maxLength: 24 }).map((drawn) => ({
      trainingSet: { points: drawn.map(({ at }) => at), labels: drawn.map(({ label }) => label) },
      k: Math.min(k, drawn.length),
    }));
  });
