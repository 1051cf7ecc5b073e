import { Relu } from "../relu.ts";
import { zeros } from "../tensor.ts";

/**
 * Rectified linear unit, element by element.
 *
 *     value[y,x,f] = max(0, inputs[y,x,f])
 *
 * inputs [H,W,F]  →  value [H,W,F]
 */
export class OpRelu extends Relu {
  forward(): void {
    this.resetValues();
    const { value } = this;
    const inputs = this.inputs.value;
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) {
        for (let f = 0; f < this.filters; f++) value.set(y, x, f, Math.max(0, inputs.get(y, x, f)));
      }
    }
  }

  backward(): void {
    const { value, dlossDvalue } = this;
    const dlossDinputs = zeros(value.shape);
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) {
        for (let f = 0; f < this.filters; f++) {
          if (value.get(y, x, f) > 0) dlossDinputs.set(y, x, f, dlossDvalue.get(y, x, f));
        }
      }
    }
    this.inputs.dlossDvalue = dlossDinputs;
  }
}
