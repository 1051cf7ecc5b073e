import { checkPoint, checkTrainingSet, type Point, type TrainingSet } from "./trainingSet.ts";

/**
 * Indices of the `k` points nearest to `query` (Euclidean), nearest first.
 *
 * Where points are equally far, the one with the lower index counts as nearer.
 *
 * @throws RangeError or TypeError that names the wrong argument
 */
export function nearestNeighbors(trainingSet: TrainingSet, query: Point, k: number): number[] {
  checkTrainingSet("nearestNeighbors", trainingSet, k);
  checkPoint("nearestNeighbors", "query", query);
  const distances = trainingSet.points.map(([x, y]) => (x - query[0]) ** 2 + (y - query[1]) ** 2);
  return distances
    .map((_, i) => i)
    .sort((i, j) => distances[i] - distances[j] || i - j)
    .slice(0, k);
}
