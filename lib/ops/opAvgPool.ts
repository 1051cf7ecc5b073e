import { AvgPool } from "./avgPool.ts";
import { zeros } from "./tensor.ts";

/**
 * Mean over K×K cells that do not overlap; a cell that hangs over the edge is filled with zeros.
 *
 *     value[y,x,f] = 1/K² Σ_{ky,kx} inputs[y·K+ky, x·K+kx, f]
 *
 * inputs [H,W,F]  →  value [⌈H/K⌉,⌈W/K⌉,F]
 */
export class OpAvgPool extends AvgPool {
  forward(): void {
    this.resetValues();
    const { value, cellSize } = this;
    const inputs = this.inputs.value;
    for (let y = 0; y < this.height; y++)
      for (let x = 0; x < this.width; x++)
        for (let f = 0; f < this.filters; f++) {
          let z = 0;
          for (let ky = 0; ky < Math.min(cellSize, this.inputHeight - y * cellSize); ky++)
            for (let kx = 0; kx < Math.min(cellSize, this.inputWidth - x * cellSize); kx++)
              z += inputs.get(y * cellSize + ky, x * cellSize + kx, f);
          value.set(y, x, f, z / cellSize ** 2);
        }
  }

  backward(): void {
    const { dlossDvalue, cellSize } = this;
    const dlossDinputs = zeros(this.inputs.value.shape);
    for (let y = 0; y < this.height; y++)
      for (let x = 0; x < this.width; x++)
        for (let f = 0; f < this.filters; f++) {
          const dz = dlossDvalue.get(y, x, f) / cellSize ** 2;
          for (let ky = 0; ky < Math.min(cellSize, this.inputHeight - y * cellSize); ky++)
            for (let kx = 0; kx < Math.min(cellSize, this.inputWidth - x * cellSize); kx++)
              dlossDinputs.set(y * cellSize + ky, x * cellSize + kx, f, dz);
        }
    this.inputs.dlossDvalue = dlossDinputs;
  }
}
