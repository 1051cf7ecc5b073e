import type { Layer } from "./layer.ts";
import type { Op } from "./op.ts";
import type { SoftmaxCrossEntropyLoss } from "./softmaxCrossEntropyLoss.ts";
import { type Tensor, zeros } from "./tensor.ts";
import type { WeightedLayer } from "./weightedLayer.ts";

/** Ops in a row: each is the inputs of the next, the last is the loss. */
export class Sequential {
  readonly ops: readonly [...Layer[], SoftmaxCrossEntropyLoss];
  readonly #loss: SoftmaxCrossEntropyLoss;

  /** @throws TypeError when an op does not take the one before it as its inputs */
  constructor(ops: readonly [...Layer[], SoftmaxCrossEntropyLoss]) {
    ops.forEach((op: Op, i) => {
      if (i > 0 && op.inputs !== ops[i - 1]) {
        throw new TypeError(
          `Sequential: op ${i + 1}, ${op.constructor.name}, does not take op ${i}, ` +
            `${ops[i - 1].constructor.name}, as its inputs`,
        );
      }
    });
    this.ops = ops;
    this.#loss = ops[ops.length - 1] as SoftmaxCrossEntropyLoss;
  }

  /** Runs an image [height, width, filters] through all ops; returns its loss. */
  forward(image: Tensor, label: number): number {
    this.ops[0].inputs.value = image;
    this.#loss.trueLabel.value = label;
    for (const op of this.ops) op.forward();
    return this.#loss.value;
  }

  /** Runs all ops backward, from the loss to the image. */
  backward(): void {
    for (let i = this.ops.length - 1; i >= 0; i--) this.ops[i].backward();
  }

  /** Every op takes a step down its own gradient. */
  gradientStep(stepSize: number): void {
    for (const op of this.ops) op.gradientStep(stepSize);
  }

  /**
   * One step down the mean gradient of some images, which stays in `dlossDweights`; with one
   * image, a step of stochastic gradient descent.
   *
   * @returns the loss of each image, as it was before the step
   */
  step(images: readonly Tensor[], labels: ArrayLike<number>, stepSize: number): number[] {
    const layers = this.ops.filter((op): op is WeightedLayer => "dlossDweights" in op);
    const means = layers.map(({ weights }) => zeros(weights.shape));
    const losses = images.map((image, i) => {
      const loss = this.forward(image, labels[i]);
      this.backward();
      means.forEach((mean, j) => {
        const { data } = layers[j].dlossDweights;
        for (let k = 0; k < data.length; k++) mean.data[k] += data[k] / images.length;
      });
      return loss;
    });
    layers.forEach((layer, j) => {
      layer.dlossDweights = means[j];
    });
    this.gradientStep(stepSize);
    return losses;
  }
}
