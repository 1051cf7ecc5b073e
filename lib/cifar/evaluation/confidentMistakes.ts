import { type Dataset, imageAt } from "../../data/index.ts";
import type { Mistake } from "../../plot/index.ts";
import type { Evaluation } from "./evaluate.ts";

/** The `count` mistakes of the evaluation of `dataset` that the model was surest of, surest first. */
export function confidentMistakes(
  { predictions, confidences }: Evaluation,
  dataset: Dataset,
  count = 10,
): Mistake[] {
  const { labels, classes } = dataset;
  const wrong = [...labels.keys()].filter((i) => predictions[i] !== labels[i]);
  return wrong
    .sort((a, b) => confidences[b] - confidences[a])
    .slice(0, count)
    .map((i) => ({
      image: imageAt(dataset, i),
      trueClass: classes[labels[i]],
      predictedClass: classes[predictions[i]],
      probability: confidences[i],
    }));
}
