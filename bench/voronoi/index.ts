/** `voronoiRegions` and `decisionBoundary` for random points in two classes. No peer: times alone. */
import { seededRandom } from "lib/data";
import { decisionBoundary, type Point, voronoiRegions } from "lib/knn";
import { interleave } from "../core/table.ts";
import type { Bench } from "../index.ts";

export const bench: Bench = async function* () {
  const sides = [
    [500, 1],
    [200, 3],
    [200, 5],
    [500, 3],
  ].flatMap(([count, k]) => {
    const random = seededRandom(count);
    const points = Array.from({ length: count }, (): Point => [random(), random()]);
    const trainingSet = { points, labels: points.map((_, i) => i % 2) };
    const draw = () => voronoiRegions(trainingSet, k, [0, 0, 1, 1]);
    const regions = draw();
    const what = `${count} points, k = ${k}, ${regions.length} regions`;
    return [
      { name: `regions of ${what}`, measure: timed(draw) },
      { name: `decision boundary of ${what}`, measure: timed(() => decisionBoundary(regions)) },
    ];
  });
  yield await interleave("Voronoi regions of random points", "ms", sides);
};

function timed(run: () => unknown): () => Promise<number> {
  return async () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  };
}
