import { Layer } from "./layer.ts";
import type { MapShape, Shape, Sizes, WeightShape } from "./shape.ts";
import { type Tensor, zeros } from "./tensor.ts";
import type { Variable } from "./variable.ts";

/** A layer that learns: it has weights, their gradient, and a step down that gradient. */
export abstract class WeightedLayer<
  I extends Shape = MapShape,
  V extends Shape = MapShape,
  W extends Shape = WeightShape,
> extends Layer<I, V> {
  /** The first axis counts the filters (units): one per channel of `value`. */
  weights: Tensor<W>;
  /** The gradient of the loss with respect to `weights`; `backward()` sets it. */
  dlossDweights: Tensor<W>;

  constructor(
    inputs: Variable<[rows: number, cols: number, channels: number]>,
    shape: Sizes<V>,
    weights: Tensor<W>,
  ) {
    super(inputs, shape);
    this.weights = weights;
    this.dlossDweights = zeros(weights.shape) as Tensor<W>;
  }

  override resetValues(): void {
    super.resetValues();
    this.dlossDweights = zeros(this.weights.shape) as Tensor<W>;
  }

  override gradientStep(stepSize: number): void {
    const weights = this.weights.data;
    const dlossDweights = this.dlossDweights.data;
    for (let i = 0; i < weights.length; i++) weights[i] -= stepSize * dlossDweights[i];
  }
}
