import type * as tf from "@tensorflow/tfjs";
import type { StoppingLoop } from "lib/cifar";

/** What of the right loop is otherwise. */
export interface Changes {
  images?: "train" | "test";
  every?: number;
  gain?: (accuracy: number, best: number, previous: number) => boolean;
  reset?: boolean;
  late?: number;
  stops?: boolean;
  ends?: boolean;
  more?: number;
  first?: number;
  copy?: (weights: tf.Tensor[]) => tf.Tensor[];
  restores?: (stopped: boolean) => boolean;
  best?: "gain";
  before?: boolean;
}

/** The right loop with some of it changed. */
export function loop(changes: Changes): StoppingLoop {
  return async ({ iterations, validateEvery, patience, data, step, measure, ...network }) => {
    const { gain = (a: number, best: number) => a > best, late = 0, more = 0, first = 0 } = changes;
    const { copy = (weights: tf.Tensor[]) => weights.map((w) => w.clone()) } = changes;
    let best = { accuracy: -1, weights: [] as tf.Tensor[] };
    let previous = -1;
    let waited = 0;
    const goesOn = (i: number) =>
      (changes.ends === false || i < iterations + more) &&
      (changes.stops === false || waited < patience + late);
    if (changes.before) await measure(data.validation);
    for (let i = 0; goesOn(i); ) {
      await step(first + i++);
      if (i % (changes.every ?? validateEvery) > 0) continue;
      const accuracy = await measure(data[changes.images ?? "validation"]);
      const isGain = gain(accuracy, best.accuracy, previous);
      if (changes.best === "gain" ? isGain : accuracy > best.accuracy) {
        best = { accuracy, weights: copy(network.getWeights()) };
      }
      previous = accuracy;
      if (!isGain) waited++;
      else if (changes.reset !== false) waited = 0;
    }
    if (changes.restores?.(waited >= patience) ?? true) network.setWeights(best.weights);
  };
}
