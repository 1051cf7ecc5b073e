import type { Random } from "../data/random.ts";
import { checkWholeNumber } from "./checkWholeNumber.ts";
import { mapShape } from "./mapShape.ts";
import { randomTensor, zeros } from "./tensor.ts";
import type { Variable } from "./variable.ts";
import { WeightedLayer } from "./weightedLayer.ts";

export interface DenseOptions {
  /** Draws the weights, for example `seededRandom(1)`. */
  random: Random;
}

/**
 * Fully connected layer: every unit weighs every input; no bias.
 *
 *     value[0,0,u] = Σ_{y,x,f} inputs[y,x,f] · weights[u,y,x,f]
 *
 * inputs [H,W,F], weights [U,H,W,F] (normal, standard deviation 0.1)  →  value [1,1,U]
 */
export class OpDense extends WeightedLayer {
  readonly units: number;
  readonly #inputShape: readonly [number, number, number];

  constructor(units: number, inputs: Variable, { random }: DenseOptions) {
    checkWholeNumber("OpDense", "units", units, 1);
    const inputShape = mapShape("OpDense", inputs.value);
    super(inputs, [1, 1, units], randomTensor([units, ...inputShape], random, 0.1));
    this.units = units;
    this.#inputShape = inputShape;
  }

  forward(): void {
    this.resetValues();
    const { inputs, weights, value } = this;
    const [height, width, filters] = this.#inputShape;
    for (let u = 0; u < this.units; u++) {
      let z = 0;
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          for (let f = 0; f < filters; f++)
            z += inputs.value.get(y, x, f) * weights.get(u, y, x, f);
      value.set(0, 0, u, z);
    }
  }

  backward(): void {
    const { inputs, weights, dlossDvalue } = this;
    const [height, width, filters] = this.#inputShape;
    const dlossDinputs = zeros(inputs.value.shape);
    const dlossDweights = zeros(weights.shape);
    for (let u = 0; u < this.units; u++) {
      const dz = dlossDvalue.get(0, 0, u);
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          for (let f = 0; f < filters; f++) {
            dlossDinputs.data[dlossDinputs.index(y, x, f)] += dz * weights.get(u, y, x, f);
            dlossDweights.set(u, y, x, f, dz * inputs.value.get(y, x, f));
          }
    }
    inputs.dlossDvalue = dlossDinputs;
    this.dlossDweights = dlossDweights;
  }
}
