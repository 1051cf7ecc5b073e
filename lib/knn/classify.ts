import { nearestNeighbors } from "./nearestNeighbors.ts";
import type { Label, Point, TrainingSet } from "./trainingSet.ts";

/**
 * The label that most of the `k` points nearest to `query` have.
 *
 * Where labels have equal votes, the one whose nearest point is nearer wins.
 *
 * @throws what `nearestNeighbors` throws
 */
export function classify(trainingSet: TrainingSet, query: Point, k: number): Label {
  const labels = nearestNeighbors(trainingSet, query, k).map((i) => trainingSet.labels[i]);
  return winners(labels)[0];
}

/** The labels with the most votes, in the order in which `labels` first names them: one, unless tied. */
export function winners(labels: readonly Label[]): Label[] {
  const votes = new Map<Label, number>();
  for (const label of labels) votes.set(label, (votes.get(label) ?? 0) + 1);
  const most = Math.max(...votes.values());
  return [...votes.keys()].filter((label) => votes.get(label) === most);
}
