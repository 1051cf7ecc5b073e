/**
 * Time of `voronoiRegions` and `decisionBoundary` for random points in two classes.
 *
 *     npx tsx bench/knn/voronoi.ts [rounds = 5]
 */
import { seededRandom } from "lib/data";
import { decisionBoundary, type Point, type Region, voronoiRegions } from "lib/knn";

const rounds = Number(process.argv[2] ?? 5);
const rows = [
  [500, 1],
  [200, 3],
  [200, 5],
  [500, 3],
].map(([count, k]) => {
  const random = seededRandom(count);
  const points = Array.from({ length: count }, (): Point => [random(), random()]);
  const trainingSet = { points, labels: points.map((_, i) => i % 2) };
  let regions: Region[] = [];
  const cells = medianMs(() => {
    regions = voronoiRegions(trainingSet, k, [0, 0, 1, 1]);
  });
  const boundary = medianMs(() => decisionBoundary(regions));
  return {
    points: count,
    k,
    regions: regions.length,
    "regions, ms": cells,
    "boundary, ms": boundary,
  };
});
console.table(rows);

function medianMs(run: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.round(times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]);
}
