import { seededRandom } from "../data/random.ts";
import { nearestNeighbors, type Point, type TrainingSet } from "../knn/index.ts";
import { attempt } from "./attempt.ts";
import { type Grade, gradeOf } from "./grade.ts";
import { drawsOf, type GradeOptions } from "./options.ts";
import { drawPoints, nameOf } from "./points.ts";

/** Indices of the k nearest points, nearest first. */
export type Nearest = (trainingSet: TrainingSet, query: Point, k: number) => number[];

/** The points of 3.0.1a: half for the nearest one, half for the k nearest in order. */
export function gradeNearest(nearest: Nearest, options: GradeOptions = {}): Grade {
  const random = drawsOf("gradeNearest", options) ?? seededRandom("gradeNearest");
  const sets = [3, 7, 40].map((count): TrainingSet => {
    const labels = Array.from({ length: count }, (_, i) => (i % 2 ? "+" : "-"));
    return { points: drawPoints(count, random), labels };
  });
  let answered = false;
  const judge = (ks: readonly number[]) => () => {
    for (const set of sets) {
      for (const query of drawPoints(40, random)) {
        for (const k of ks) {
          if (k > set.points.length) continue;
          const given = {
            points: set.points.map(([x, y]): Point => [x, y]),
            labels: [...set.labels],
          };
          const before = JSON.stringify(given);
          const yours: unknown = nearest(given, query, k);
          answered ||= !Array.isArray(yours) || yours.length > 0;
          if (JSON.stringify(given) !== before) {
            return "it changes the training set: sort indices, or a copy.";
          }
          const right = nearestNeighbors(set, query, k);
          if (String(yours) === String(right)) continue;
          return `of ${set.points.length} points, the ${k} nearest to ${nameOf(query)} have the indices ${right.join(", ")}; yours are ${list(yours)}.${hint(yours, right)}`;
        }
      }
    }
    return undefined;
  };
  const items = [
    attempt("the nearest point", 3, judge([1])),
    attempt("the k nearest, nearest first", 3, judge([2, 3, 5, 12])),
  ];
  const sentence = "3.0.1a: kNearest is not written yet";
  return gradeOf(
    "3.0.1a",
    answered ? items : items.map((item) => ({ ...item, wrong: item.wrong && sentence })),
  );
}

function list(yours: unknown): string {
  if (!Array.isArray(yours)) return `${yours}`;
  return yours.length === 0 ? "none" : yours.slice(0, 12).map(String).join(", ");
}

function hint(yours: unknown, right: readonly number[]): string {
  if (!Array.isArray(yours)) return " It has to return a list.";
  if (yours.length !== right.length) return ` There have to be ${right.length} of them.`;
  const isSorted = String([...yours].sort()) === String([...right].sort());
  return isSorted ? " The nearest comes first." : "";
}
