import { Layer } from "./layer.ts";
import { type Tensor, zeros } from "./tensor.ts";
import type { Variable } from "./variable.ts";

/** A layer that learns: it has weights, their gradient, and a step down that gradient. */
export abstract class WeightedLayer extends Layer {
  /** The first axis counts the filters (units): one per channel of `value`. */
  weights: Tensor;
  dlossDweights: Tensor;

  constructor(inputs: Variable, shape: readonly number[], weights: Tensor) {
    super(inputs, shape);
    this.weights = weights;
    this.dlossDweights = zeros(weights.shape);
  }

  override resetValues(): void {
    super.resetValues();
    this.dlossDweights = zeros(this.weights.shape);
  }

  override gradientStep(stepSize: number): void {
    const weights = this.weights.data;
    const dlossDweights = this.dlossDweights.data;
    for (let i = 0; i < weights.length; i++) weights[i] -= stepSize * dlossDweights[i];
  }
}
