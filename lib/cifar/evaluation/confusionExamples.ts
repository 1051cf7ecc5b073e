import { type Dataset, imageAt } from "../../data/index.ts";
import type { Evaluation } from "./evaluate.ts";

/**
 * For every pair of true class t and predicted class p the image of `dataset` that the evaluated
 * model was surest of, at [t][p]; null where there is no such image.
 */
export function confusionExamples(
  { predictions, confidences }: Evaluation,
  dataset: Dataset,
): (Uint8Array | null)[][] {
  const { labels, classes } = dataset;
  const surest: (number | null)[][] = classes.map(() => classes.map(() => null));
  labels.forEach((t, i) => {
    const best = surest[t][predictions[i]];
    if (best === null || confidences[i] > confidences[best]) surest[t][predictions[i]] = i;
  });
  return surest.map((row) => row.map((i) => (i === null ? null : imageAt(dataset, i))));
}
