import { winners } from "./classify.ts";
import { divide, isThicker } from "./divide.ts";
import { nearerPart, type Polygon } from "./polygon.ts";
import { checkTrainingSet, type Label, type Point, type TrainingSet } from "./trainingSet.ts";

/** A window on the plane, [xMin, yMin, xMax, yMax]. */
export type Bounds = readonly [xMin: number, yMin: number, xMax: number, yMax: number];

/** A part of the window whose every point has the same nearest neighbours and the same label. */
export interface Region {
  /** Convex, corners counter-clockwise. */
  readonly polygon: Polygon;
  readonly label: Label;
  /** The k nearest training points, as ascending indices. */
  readonly neighbors: readonly number[];
}

/**
 * The order-k Voronoi diagram of `trainingSet` within `bounds`, each region with k-NN's answer there.
 *
 * The cell of a set S of k points is where each of them is nearer than every other point, a convex polygon:
 *
 *     cell(S) = ⋂ { x : |x − p| ≤ |x − q| }  over p in S, q not in S
 *
 * A cell whose vote is tied is divided among the tied labels. Ties are broken as `classify` breaks them.
 * Regions as thin as the rounding of coordinates (1e-13 of the largest in `bounds`) are left out.
 *
 * @throws RangeError or TypeError that names the wrong argument
 */
export function voronoiRegions(trainingSet: TrainingSet, k: number, bounds: Bounds): Region[] {
  checkTrainingSet("voronoiRegions", trainingSet, k);
  checkBounds(bounds);
  const { points, labels } = trainingSet;
  const thickness = 1e-13 * Math.max(...bounds.map(Math.abs));
  return cells(points, k, bounds, thickness).flatMap(({ polygon, neighbors }): Region[] => {
    const tied = winners(neighbors.map((i) => labels[i]));
    if (tied.length === 1) return [{ polygon, label: tied[0], neighbors }];
    const voters = neighbors.filter((i) => tied.includes(labels[i]));
    return divide(polygon, points, voters, thickness).map((part) => ({
      polygon: part.polygon,
      label: labels[part.nearest],
      neighbors,
    }));
  });
}

interface Cell {
  readonly polygon: Polygon;
  readonly neighbors: readonly number[];
}

/**
 * The cells of order 1, from them those of order 2, … of order k: within the cell of a set, the nearest
 * of the other points is the one that joins it (Lee, "On k-nearest neighbor Voronoi diagrams in the
 * plane", 1982). This covers the window whatever the points are, and tries no set that has no cell.
 */
function cells(points: readonly Point[], k: number, bounds: Bounds, thickness: number): Cell[] {
  const [xMin, yMin, xMax, yMax] = bounds;
  const window: Polygon = [
    [xMin, yMin],
    [xMax, yMin],
    [xMax, yMax],
    [xMin, yMax],
  ];
  let found: Cell[] = [{ polygon: window, neighbors: [] }];
  for (let order = 1; order <= k; order++) {
    const sets = new Map<string, number[]>();
    for (const { polygon, neighbors } of found) {
      const others = points.map((_, i) => i).filter((i) => !neighbors.includes(i));
      for (const { nearest } of divide(polygon, points, others, thickness)) {
        const set = [...neighbors, nearest].sort((i, j) => i - j);
        sets.set(set.join(), set);
      }
    }
    found = [...sets.values()]
      .map((set) => ({ polygon: cell(points, set, window), neighbors: set }))
      .filter(({ polygon }) => isThicker(polygon, thickness));
  }
  return found;
}

/** The part of the window where each of `set` is nearer than every other point; ties as in `nearestNeighbors`. */
function cell(points: readonly Point[], set: readonly number[], window: Polygon): Polygon {
  let polygon = window;
  for (let q = 0; q < points.length; q++) {
    if (set.includes(q)) continue;
    for (const p of set) polygon = nearerPart(polygon, points[p], points[q], p < q);
  }
  return polygon;
}

function checkBounds(bounds: Bounds): void {
  const [xMin, yMin, xMax, yMax] = bounds;
  if (bounds.length !== 4 || !bounds.every(Number.isFinite)) {
    throw new TypeError(
      `voronoiRegions: bounds are [${bounds.join(", ")}]; give four finite numbers [xMin, yMin, xMax, yMax]`,
    );
  }
  if (xMin >= xMax || yMin >= yMax) {
    throw new RangeError(
      `voronoiRegions: bounds [${bounds.join(", ")}] hold no area; ` +
        "xMin must be below xMax and yMin below yMax",
    );
  }
}
