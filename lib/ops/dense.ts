import { type Random, seededRandom } from "../data/random.ts";
import { checkWholeNumber } from "./checkWholeNumber.ts";
import { mapShape } from "./mapShape.ts";
import type { Size } from "./shape.ts";
import { randomTensor } from "./tensor.ts";
import type { Variable } from "./variable.ts";
import { WeightedLayer } from "./weightedLayer.ts";

export interface DenseOptions {
  /** Draws the weights. Default: the same draws every time, those of `seededRandom(0)`. */
  random?: Random;
}

/**
 * A fully connected layer without its arithmetic: shapes, weights, gradient step.
 * A subclass adds `forward` and `backward`.
 *
 * inputs [inputHeight, inputWidth, inputFilters], weights [units, inputHeight, inputWidth,
 * inputFilters] from the normal distribution with standard deviation 0.1; no bias.
 */
export abstract class Dense extends WeightedLayer<
  ["inputHeight", "inputWidth", "inputFilters"],
  [1, 1, "units"],
  ["units", "inputHeight", "inputWidth", "inputFilters"]
> {
  readonly units: Size<"units">;
  readonly inputHeight: Size<"inputHeight">;
  readonly inputWidth: Size<"inputWidth">;
  readonly inputFilters: Size<"inputFilters">;

  constructor(
    units: number,
    inputs: Variable<[rows: number, cols: number, channels: number]>,
    { random = seededRandom(0) }: DenseOptions = {},
  ) {
    checkWholeNumber(new.target.name, "units", units, 1);
    const [inputHeight, inputWidth, inputFilters] = mapShape(new.target.name, inputs.value);
    const weights = randomTensor([units, inputHeight, inputWidth, inputFilters], random, 0.1);
    super(inputs, [1, 1, units], weights);
    this.units = units;
    this.inputHeight = inputHeight;
    this.inputWidth = inputWidth;
    this.inputFilters = inputFilters;
  }
}
