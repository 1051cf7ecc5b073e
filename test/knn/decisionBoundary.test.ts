import { expect } from "chai";
import fc from "fast-check";
import { decisionBoundary, type Point, type Segment, voronoiRegions } from "lib/knn";
import { bounds, brute, problems, seven } from "./brute.ts";

/** The two places a step to either side of a segment's middle. */
function sides([[ax, ay], [bx, by]]: Segment, step = 1e-6): [Point, Point] {
  const length = Math.hypot(bx - ax, by - ay);
  const [nx, ny] = [((ay - by) / length) * step, ((bx - ax) / length) * step];
  const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
  return [
    [x + nx, y + ny],
    [x - nx, y - ny],
  ];
}

describe("decisionBoundary", () => {
  it("is the bisector between two points of different classes", () => {
    const points: Point[] = [
      [1, 1],
      [3, 1],
    ];
    const regions = voronoiRegions({ points, labels: ["a", "b"] }, 1, [0, 0, 4, 2]);
    expect(decisionBoundary(regions)).deep.equal([
      [
        [2, 2],
        [2, 0],
      ],
    ]);
  });

  it("leaves out the edges between regions of one label", () => {
    const labels = seven.points.map(() => "same");
    expect(decisionBoundary(voronoiRegions({ ...seven, labels }, 3, bounds))).deep.equal([]);
    // Around the three − cells: 2 touches 1, 4 and 5; 3 touches 0 and 4; 6 touches 0 and 5.
    expect(decisionBoundary(voronoiRegions(seven, 1, [-6, -4, 5, 6]))).length(7);
  });

  it("has the same form at any scale", () => {
    fc.assert(
      fc.property(problems, fc.constantFrom(2 ** -70, 2 ** 70), ({ trainingSet, k }, scale) => {
        const scaled = ([x, y]: Point): Point => [x * scale, y * scale];
        const [xMin, yMin, xMax, yMax] = bounds;
        const window = [...scaled([xMin, yMin]), ...scaled([xMax, yMax])] as const;
        const larger = { ...trainingSet, points: trainingSet.points.map(scaled) };
        expect(decisionBoundary(voronoiRegions(larger, k, window))).deep.equal(
          decisionBoundary(voronoiRegions(trainingSet, k, bounds)).map((each) => each.map(scaled)),
        );
      }),
    );
    expect(decisionBoundary([])).deep.equal([]);
  });

  it("has different labels on its two sides", () => {
    fc.assert(
      fc.property(problems, ({ trainingSet, k }) => {
        for (const segment of decisionBoundary(voronoiRegions(trainingSet, k, bounds))) {
          if (Math.hypot(segment[0][0] - segment[1][0], segment[0][1] - segment[1][1]) < 1e-4) {
            continue;
          }
          const [one, other] = sides(segment).map((at) => brute(trainingSet, k, at).label);
          expect(one).not.equal(other);
        }
      }),
    );
  });

  it("misses no edge across which the label changes", () => {
    fc.assert(
      fc.property(problems, ({ trainingSet, k }) => {
        const regions = voronoiRegions(trainingSet, k, bounds);
        const boundary = decisionBoundary(regions);
        for (const { polygon } of regions) {
          polygon.forEach((a, i) => {
            const b = polygon[(i + 1) % polygon.length];
            if (Math.hypot(a[0] - b[0], a[1] - b[1]) < 1e-4) return;
            const [one, other] = sides([a, b]);
            if (![one, other].every(([x, y]) => x > -5 && x < 6 && y > -4 && y < 5)) return;
            if (brute(trainingSet, k, one).label === brute(trainingSet, k, other).label) return;
            const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
            expect(boundary.some((segment) => distance(middle, segment) < 1e-9)).equal(true);
          });
        }
      }),
    );
  });
});

function distance([x, y]: Point, [[ax, ay], [bx, by]]: Segment): number {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
