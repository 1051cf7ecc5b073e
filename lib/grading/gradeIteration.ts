import { seededRandom } from "../data/random.ts";
import type { Sequential, Tensor } from "../ops/index.ts";
import { tensor } from "../ops/index.ts";
import { attempt } from "./attempt.ts";
import { type Grade, gradeOf } from "./grade.ts";
import { drawsOf, type GradeOptions } from "./options.ts";
import { WatchedNetwork } from "./watchedNetwork.ts";

/** One iteration of training: a step for each image; the sum of their losses. */
export type Iteration = (
  network: Sequential,
  images: Tensor[],
  labels: number[],
  stepSize: number,
) => number;

/**
 * The points of 3.1.5 for the training. The iteration is run on a network of one weight, so that a
 * mistake in another task costs nothing here.
 */
export function gradeIteration(iteration: Iteration, options: GradeOptions = {}): Grade {
  const random = drawsOf("gradeIteration", options) ?? seededRandom("gradeIteration");
  const images = Array.from({ length: 4 }, () => tensor([1 + random()], [1, 1, 1]));
  const labels = images.map(() => 2 + random());
  const start = random();
  const stepSize = 0.05 + 0.1 * random();
  const { sum, weight } = right(start, images, labels, stepSize);

  const network = new WatchedNetwork(start);
  let returned: unknown;
  const run = attempt("each image once, in order, with its label", 1, () => {
    returned = iteration(network, [...images], [...labels], stepSize);
    if (network.seen.length === 0) return "it runs no image through the network.";
    const isRight =
      network.seen.length === images.length &&
      network.seen.every(([image, label], i) => image === images[i] && label === labels[i]);
    return isRight
      ? undefined
      : `network.forward(images[i], labels[i]) for i = 0, 1, …; it ran ${network.seen.length} times for ${images.length} images.`;
  });
  if (network.seen.length === 0 && !run.wrong?.includes("stopped")) {
    return gradeOf("3.1.5", [{ ...run, wrong: "3.1.5: iterate is not written yet" }]);
  }
  return gradeOf("3.1.5", [
    run,
    attempt("a step after each image", 2, () => {
      if (near(network.weight, weight)) return undefined;
      return near(network.weight, start)
        ? "the weights have not changed: network.backward(), then network.gradientStep(stepSize)."
        : `the weights are others than after backward() and gradientStep(stepSize) for each image: ${network.weight.toPrecision(6)} in place of ${weight.toPrecision(6)}.`;
    }),
    attempt("the sum of the losses", 2, () =>
      typeof returned === "number" && near(returned, sum)
        ? undefined
        : `it returns ${returned}, the losses, each as it was when its turn came, sum to ${sum.toPrecision(6)}.`,
    ),
  ]);
}

function right(start: number, images: Tensor[], labels: number[], stepSize: number) {
  let [weight, sum] = [start, 0];
  for (const [i, { data }] of images.entries()) {
    const off = weight * data[0] - labels[i];
    sum += off ** 2;
    weight -= stepSize * 2 * off * data[0];
  }
  return { sum, weight };
}

const near = (a: number, b: number) => Math.abs(a - b) < 1e-9;
