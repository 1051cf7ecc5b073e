import { seededRandom } from "../data/random.ts";
import { nearerPart, type Point, type Polygon, voronoiRegions } from "../knn/index.ts";
import { attempt } from "./attempt.ts";
import { type Grade, gradeOf } from "./grade.ts";
import { drawsOf, type GradeOptions } from "./options.ts";
import { compareCells, drawPoints, nameOf, WINDOW } from "./points.ts";

/** The part of a convex polygon that is nearer to p than to q. */
export type Cut = (polygon: Polygon, p: Point, q: Point) => Polygon;

/** The points of 3.0.1b: five for one cut of the window, one for each of three special polygons. */
export function gradeCut(cut: Cut, options: GradeOptions = {}): Grade {
  const random = drawsOf("gradeCut", options) ?? seededRandom("gradeCut");
  let answered = false;
  const judge = (polygon: Polygon, p: Point, q: Point): string | undefined => {
    const given = polygon.map(([x, y]): Point => [x, y]);
    const yours: unknown = cut(given, p, q);
    answered ||= !Array.isArray(yours) || yours.length > 0;
    if (JSON.stringify(given) !== JSON.stringify(polygon)) {
      return "it changes the polygon that it is given: make a new one.";
    }
    const wrong = compareCells(yours, nearerPart(polygon, p, q));
    return wrong && `of p ${nameOf(p)}, q ${nameOf(q)} ${wrong}`;
  };
  const main = attempt("the window cut by the bisector of p and q", 5, () => {
    for (let i = 0; i < 40; i++) {
      const [p, q] = drawPoints(2, random);
      const wrong = judge(WINDOW, p, q);
      if (wrong) return wrong;
    }
    return undefined;
  });
  // A cut that returns its polygon, or nothing, is right at times: these count with the main thing.
  const then = (what: string, test: () => string | undefined) =>
    main.wrong ? { what, points: 1, wrong: main.wrong } : attempt(what, 1, test);
  const items = [
    main,
    then("a polygon on one side: all of it stays, or nothing", () => {
      const far: Polygon = [
        [4, 4],
        [5, 4],
        [5, 5],
      ];
      return judge(far, [4, 4], [-4, -4]) ?? judge(far, [-4, -4], [4, 4]);
    }),
    then("a corner on the bisector: it stays, once", () => {
      const square: Polygon = [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ];
      const half: unknown = cut(square, [1, -1], [-1, 1]);
      if (Array.isArray(half) && half.length === 3) return judge(square, [1, -1], [-1, 1]);
      return `half of a square has 3 corners, yours ${Array.isArray(half) ? half.length : half}.`;
    }),
    then("cut after cut: what one leaves, the next one takes", () => {
      const points = drawPoints(12, random);
      const labels = points.map((_, i) => i);
      for (const { polygon, neighbors } of voronoiRegions({ points, labels }, 1, [-6, -5, 6, 6])) {
        const p = points[neighbors[0]];
        const rest = points.filter((q) => q !== p);
        const wrong = compareCells(
          rest.reduce((left, q) => cut(left, p, q), WINDOW),
          polygon,
        );
        if (wrong) return `the cell of ${nameOf(p)}: ${wrong}`;
      }
      return undefined;
    }),
  ];
  if (answered) return gradeOf("3.0.1b", items);
  const sentence = "3.0.1b: cut is not written yet";
  return gradeOf(
    "3.0.1b",
    items.map((item) => ({ ...item, wrong: item.wrong && sentence })),
  );
}
