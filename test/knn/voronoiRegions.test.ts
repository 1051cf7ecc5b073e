import { expect } from "chai";
import fc from "fast-check";
import { seededRandom } from "lib/data";
import {
  area,
  type Bounds,
  nearerPart,
  type Point,
  type Polygon,
  type Region,
  voronoiRegions,
} from "lib/knn";
import { bounds, brute, depth, problems, seven } from "./brute.ts";

/** A corner of the diagram this near to `at`, by the sets of neighbours around it. */
function around(regions: Region[], at: Point): string[] {
  return regions
    .filter(({ polygon }) => polygon.some(([x, y]) => Math.hypot(x - at[0], y - at[1]) < 1e-12))
    .map(({ neighbors }) => neighbors.join())
    .sort();
}

function total(regions: Region[]): number {
  return regions.reduce((sum, { polygon }) => sum + area(polygon), 0);
}

/** The common part of two convex polygons: `a` cut along the edges of `b`. */
function common(a: Polygon, b: Polygon): Polygon {
  return b.reduce((part, [x, y], i) => {
    const [dx, dy] = [b[(i + 1) % b.length][0] - x, b[(i + 1) % b.length][1] - y];
    return nearerPart(part, [x - dy, y + dx], [x + dy, y - dx]);
  }, a);
}

function labelled(points: Point[]): { points: Point[]; labels: number[] } {
  return { points, labels: points.map((_, i) => i % 2) };
}

describe("voronoiRegions", () => {
  it("has the corners worked by hand for the assignment's seven points, k = 1", () => {
    const regions = voronoiRegions(seven, 1, bounds);
    expect(regions.map(({ neighbors }) => neighbors)).deep.equal([
      [0],
      [1],
      [2],
      [3],
      [4],
      [5],
      [6],
    ]);
    expect(regions.map(({ label }) => label)).deep.equal(seven.labels);
    // Bisectors: y = 2 of 5 and 6; x + y = 1 of 0 and 5; y = x of 4 and 5; x = 2 of 0 and 3;
    // 3x + 5y = 7 of 3 and 4; x + y = -4 of 1 and 5; 8x + 12y = -29 of 2 and 5.
    expect(around(regions, [-1, 2])).deep.equal(["0", "5", "6"]);
    expect(around(regions, [0.5, 0.5])).deep.equal(["0", "4", "5"]);
    expect(around(regions, [2, 0.2])).deep.equal(["0", "3", "4"]);
    expect(around(regions, [-4.75, 0.75])).deep.equal(["1", "2", "5"]);
    expect(around(regions, [-1.45, -1.45])).deep.equal(["2", "4", "5"]);
  });

  it("has the corners worked by hand for the assignment's seven points, k = 3", () => {
    const regions = voronoiRegions(seven, 3, bounds);
    // Circumcentre of 4 (0,-2), 5 (-2,0) and 6 (-2,4), radius √20; 0 and 3 inside, so one of the three joins them.
    expect(around(regions, [2, 2])).deep.equal(["0,3,4", "0,3,5", "0,3,6"]);
    // Circumcentre of 1 (-4,-2), 4 (0,-2), 5 (-2,0): radius 2, with point 2 inside alone, so two join.
    expect(around(regions, [-2, -2])).deep.equal(["1,2,4", "1,2,5", "2,4,5"]);
    // Circumcentre of 3 (3,3), 4 (0,-2), 5 (-2,0): x = y, 3x + 5y = 7; point 0 inside alone.
    expect(around(regions, [0.875, 0.875])).deep.equal(["0,3,4", "0,3,5", "0,4,5"]);
    const minus = regions.filter(({ label }) => label === "-");
    expect(minus.map(({ neighbors }) => neighbors.join()).sort()).deep.equal(["0,3,6", "2,5,6"]);
  });

  it("agrees with brute force at 100,000 places, for k from 1 to 5", () => {
    const random = seededRandom(5);
    const [xMin, yMin, xMax, yMax] = bounds;
    let compared = 0;
    const agree = fc.property(problems, ({ trainingSet, k }) => {
      const regions = voronoiRegions(trainingSet, k, bounds);
      for (let n = 0; n < 250; n++) {
        const at: Point = [xMin + random() * (xMax - xMin), yMin + random() * (yMax - yMin)];
        const holding = regions.filter(({ polygon }) => depth(polygon, at) > 1e-6);
        if (holding.length === 0) continue; // on an edge
        const found = holding.map(({ neighbors, label }) => `${neighbors}: ${label}`);
        const { neighbors, label } = brute(trainingSet, k, at);
        expect(found.join(", ")).equal(`${neighbors}: ${label}`);
        compared++;
      }
    });
    fc.assert(agree, { numRuns: 450 });
    expect(compared).above(100_000);
  });

  it("fills the window: areas add up, and no two regions overlap", () => {
    fc.assert(
      fc.property(problems, ({ trainingSet, k }) => {
        const regions = voronoiRegions(trainingSet, k, bounds);
        expect(total(regions)).closeTo(99, 1e-9);
        regions.forEach((a, i) => {
          for (const b of regions.slice(0, i)) {
            expect(area(common(a.polygon, b.polygon))).closeTo(0, 1e-9);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it("has convex polygons, corners counter-clockwise, within the window", () => {
    fc.assert(
      fc.property(problems, ({ trainingSet, k }) => {
        for (const { polygon } of voronoiRegions(trainingSet, k, bounds)) {
          expect(area(polygon)).above(0);
          for (const corner of polygon) {
            expect(depth(polygon, corner)).closeTo(0, 1e-9);
            expect(corner[0]).within(-5, 6);
            expect(corner[1]).within(-4, 5);
          }
        }
      }),
    );
  });

  it("is the whole window where there is one point, or k is all of them", () => {
    const one = { points: [[7, 7]] as Point[], labels: ["only"] };
    expect(voronoiRegions(one, 1, [0, 0, 1, 2])).deep.equal([
      {
        polygon: [
          [0, 0],
          [1, 0],
          [1, 2],
          [0, 2],
        ],
        label: "only",
        neighbors: [0],
      },
    ]);
    const all = voronoiRegions(seven, 7, bounds);
    expect(all).length(1);
    expect(all[0].label).equal("+");
  });

  it("divides the window between two points along their bisector", () => {
    const regions = voronoiRegions(
      labelled([
        [1, 1],
        [3, 1],
      ]),
      1,
      [0, 0, 4, 2],
    );
    expect(regions).deep.equal([
      {
        polygon: [
          [0, 0],
          [2, 0],
          [2, 2],
          [0, 2],
        ],
        label: 0,
        neighbors: [0],
      },
      {
        polygon: [
          [2, 0],
          [4, 0],
          [4, 2],
          [2, 2],
        ],
        label: 1,
        neighbors: [1],
      },
    ]);
  });

  it("gives a tied vote to the nearer class, part by part", () => {
    const regions = voronoiRegions(
      labelled([
        [1, 1],
        [3, 1],
      ]),
      2,
      [0, 0, 4, 2],
    );
    expect(regions.map(({ label, neighbors }) => ({ label, neighbors }))).deep.equal([
      { label: 0, neighbors: [0, 1] },
      { label: 1, neighbors: [0, 1] },
    ]);
    expect(total(regions)).equal(8);
  });

  it("cuts collinear points into strips", () => {
    const regions = voronoiRegions(
      labelled([
        [4, 4],
        [1, 1],
        [3, 3],
        [2, 2],
        [0, 0],
      ]),
      2,
      bounds,
    );
    expect([...new Set(regions.map(({ neighbors }) => neighbors.join()))].sort()).deep.equal([
      "0,2",
      "1,3",
      "1,4",
      "2,3",
    ]);
    expect(total(regions)).closeTo(99, 1e-9);
  });

  it("gives the lower index all of the place where points coincide", () => {
    const points: Point[] = [
      [1, 1],
      [3, 1],
      [1, 1],
      [3, 1],
    ];
    const regions = voronoiRegions(labelled(points), 1, [0, 0, 4, 2]);
    expect(regions.map(({ neighbors }) => neighbors)).deep.equal([[0], [1]]);
    const pairs = voronoiRegions({ points, labels: [..."aabb"] }, 3, [0, 0, 4, 2]);
    expect(pairs.map(({ neighbors }) => neighbors)).deep.equal([
      [0, 1, 2],
      [0, 1, 3],
    ]);
    const same = voronoiRegions(
      labelled([
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
      2,
      [0, 0, 4, 2],
    );
    expect(same.map(({ neighbors }) => neighbors)).deep.equal([[0, 1]]);
  });

  it("leaves no hole where many points lie on a circle, or on the window's edge", () => {
    const angles = Array.from({ length: 60 }, (_, i) => (i * Math.PI) / 30);
    const circle = angles.map((a): Point => [Math.cos(a), Math.sin(a)]);
    const edge = Array.from({ length: 12 }, (_, i): Point => [-5, i - 6]);
    for (const k of [1, 2, 3]) {
      expect(total(voronoiRegions(labelled(circle), k, bounds)), `circle, ${k}`).closeTo(99, 1e-9);
      expect(total(voronoiRegions(labelled(edge), k, bounds)), `edge, ${k}`).closeTo(99, 1e-9);
    }
    expect(voronoiRegions(labelled(circle), 1, bounds)).length(60);
  });

  it("keeps points apart that lie as near as doubles can, and a window far from the origin", () => {
    const near = voronoiRegions(
      labelled([
        [0, 0],
        [Number.MIN_VALUE, 0],
      ]),
      1,
      [-1, -1, 1, 1],
    );
    expect(near.map(({ polygon }) => area(polygon))).deep.equal([2, 2]);
    const far = labelled([
      [1e6, 1e6],
      [1e6 + 1e-3, 1e6],
      [1e6, 1e6 + 1e-3],
    ]);
    const regions = voronoiRegions(far, 1, [1e6, 1e6, 1e6 + 1e-3, 1e6 + 1e-3]);
    expect(regions).length(3);
    expect(total(regions) * 1e6).closeTo(1, 1e-5);
  });

  it("names the wrong argument", () => {
    const withBounds = (window: Bounds) => () => voronoiRegions(seven, 1, window);
    expect(() => voronoiRegions(seven, 8, bounds)).throw(
      RangeError,
      /voronoiRegions: k is 8.* 7 points/,
    );
    expect(() => voronoiRegions(labelled([]), 1, bounds)).throw(
      RangeError,
      /training set is empty/,
    );
    expect(() => voronoiRegions(labelled([[NaN, 0]]), 1, bounds)).throw(
      TypeError,
      /points\[0\].*NaN/,
    );
    expect(() => voronoiRegions({ ...seven, labels: ["+"] }, 1, bounds)).throw(
      RangeError,
      /1 labels/,
    );
    expect(withBounds([0, 0, 0, 1])).throw(RangeError, /bounds \[0, 0, 0, 1\] hold no area/);
    for (const none of [
      [0, 2, 1, 1],
      [0, 1, 1, 1],
      [2, 0, 1, 1],
    ] as const) {
      expect(withBounds(none)).throw(RangeError, /hold no area/);
    }
    expect(withBounds(JSON.parse("[0, 0, 1, 1, 2]"))).throw(TypeError, /four finite numbers/);
    expect(withBounds([0, 0, NaN, 1])).throw(TypeError, /bounds are \[0, 0, NaN, 1\]/);
    expect(withBounds(JSON.parse("[0, 0, 1]"))).throw(TypeError, /four finite numbers/);
  });
});
