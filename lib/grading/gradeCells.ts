import { seededRandom } from "../data/random.ts";
import { nearerPart, type Point, type Polygon, voronoiRegions } from "../knn/index.ts";
import { attempt } from "./attempt.ts";
import { type Grade, gradeOf } from "./grade.ts";
import type { Cut } from "./gradeCut.ts";
import { drawsOf, type GradeOptions } from "./options.ts";
import { compareCells, drawPoints, nameOf, WINDOW } from "./points.ts";

/** The part of a window where point number `i` is the nearest. */
export type VoronoiCell = (
  i: number,
  points: readonly Point[],
  window: Polygon,
  cut: Cut,
) => Polygon;

/** The part of a window where each of a set of points is nearer than every other point. */
export type CellOfSet = (
  set: number[],
  points: readonly Point[],
  window: Polygon,
  cut: Cut,
) => Polygon;

/**
 * The points of 3.0.1c. The cell is asked for with a cut that is right: a mistake in the student's
 * own costs nothing here.
 */
export function gradeVoronoiCell(cell: VoronoiCell, options: GradeOptions = {}): Grade {
  const random = drawsOf("gradeVoronoiCell", options) ?? seededRandom("gradeVoronoiCell");
  let answered = false;
  const judge = (count: number) => () => {
    const points = drawPoints(count, random);
    const labels = points.map((_, i) => i);
    const regions = voronoiRegions({ points, labels }, 1, [-6, -5, 6, 6]);
    for (const { polygon, neighbors } of regions) {
      const [i] = neighbors;
      const yours = cell(i, points, WINDOW, rightCut);
      answered ||= !Array.isArray(yours) || yours.length > 0;
      const wrong = compareCells(yours, polygon);
      if (wrong) return `of ${count} points, number ${i}, ${nameOf(points[i])}: ${wrong}`;
    }
    return undefined;
  };
  const items = [
    attempt("the cells of three points", 2, judge(3)),
    attempt("the cells of twenty points", 4, judge(20)),
  ];
  if (answered) return gradeOf("3.0.1c", items);
  const sentence = "3.0.1c: voronoiCell is not written yet";
  return gradeOf(
    "3.0.1c",
    items.map((item) => ({ ...item, wrong: item.wrong && sentence })),
  );
}

/** The extra points of 3.0.2, asked for with a cut that is right. */
export function gradeCellOfSet(cell: CellOfSet, options: GradeOptions = {}): Grade {
  const random = drawsOf("gradeCellOfSet", options) ?? seededRandom("gradeCellOfSet");
  const points = drawPoints(9, random);
  const labels = points.map((_, i) => i % 2);
  const regions = voronoiRegions({ points, labels }, 3, [-6, -5, 6, 6]);
  const triples = points.flatMap((_, a) =>
    points.flatMap((_, b) => points.flatMap((_, c) => (a < b && b < c ? [[a, b, c]] : []))),
  );
  let answered = false;
  const judge = (set: number[], right: Polygon) => {
    const yours = cell([...set], points, WINDOW, rightCut);
    answered ||= !Array.isArray(yours) || yours.length > 0;
    const wrong = compareCells(yours, right);
    return wrong && `the cell of the points ${set.join(", ")}: ${wrong}`;
  };
  const main = attempt("every member nearer than every other point", 4, () => {
    const byCell = new Map<string, Polygon>();
    for (const { polygon, neighbors } of regions) byCell.set(String(neighbors), polygon);
    for (const set of triples) {
      const right = byCell.get(String(set));
      const wrong = right && judge(set, right);
      if (wrong) return wrong;
    }
    return undefined;
  });
  const none = attempt("a set without a cell has none", 1, () => {
    for (const set of triples) {
      if (regions.some(({ neighbors }) => String(neighbors) === String(set))) continue;
      const wrong = judge(set, []);
      if (wrong) return wrong;
    }
    return undefined;
  });
  const empty = { ...none, wrong: main.wrong ?? none.wrong }; // no cell at all is right for no set
  if (answered) return gradeOf("3.0.2", [main, empty]);
  const sentence = "3.0.2: cellOfSet is not written yet";
  return gradeOf(
    "3.0.2",
    [main, empty].map((item) => ({ ...item, wrong: item.wrong && sentence })),
  );
}

const rightCut: Cut = (polygon, p, q) => nearerPart(polygon, p, q);
