import { Dense } from "../dense.ts";
import { zeros } from "../tensor.ts";

/**
 * Fully connected layer: every unit weighs every input; no bias.
 *
 *     value[0,0,u] = Σ_{y,x,f} inputs[y,x,f] · weights[u,y,x,f]
 *
 * inputs [H,W,F], weights [U,H,W,F]  →  value [1,1,U]
 */
export class OpDense extends Dense {
  forward(): void {
    this.resetValues();
    const { weights, value } = this;
    const inputs = this.inputs.value;
    for (let u = 0; u < this.units; u++) {
      let z = 0;
      for (let y = 0; y < this.inputHeight; y++) {
        for (let x = 0; x < this.inputWidth; x++) {
          for (let f = 0; f < this.inputFilters; f++) {
            z += inputs.get(y, x, f) * weights.get(u, y, x, f);
          }
        }
      }
      value.set(0, 0, u, z);
    }
  }

  backward(): void {
    const { weights, dlossDvalue } = this;
    const inputs = this.inputs.value;
    const dlossDinputs = zeros(inputs.shape);
    const dlossDweights = zeros(weights.shape);
    for (let u = 0; u < this.units; u++) {
      const dz = dlossDvalue.get(0, 0, u);
      for (let y = 0; y < this.inputHeight; y++) {
        for (let x = 0; x < this.inputWidth; x++) {
          for (let f = 0; f < this.inputFilters; f++) {
            dlossDinputs.data[dlossDinputs.index(y, x, f)] += dz * weights.get(u, y, x, f);
            dlossDweights.set(u, y, x, f, dz * inputs.get(y, x, f));
          }
        }
      }
    }
    this.inputs.dlossDvalue = dlossDinputs;
    this.dlossDweights = dlossDweights;
  }
}
