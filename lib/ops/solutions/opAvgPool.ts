import { AvgPool } from "../avgPool.ts";
import { zeros } from "../tensor.ts";

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
    const area = cellSize * cellSize;
    for (let y = 0; y < this.height; y++) {
      const rows = Math.min(cellSize, this.inputHeight - y * cellSize);
      for (let x = 0; x < this.width; x++) {
        const cols = Math.min(cellSize, this.inputWidth - x * cellSize);
        for (let f = 0; f < this.filters; f++) {
          let z = 0;
          for (let ky = 0; ky < rows; ky++) {
            for (let kx = 0; kx < cols; kx++) {
              z += inputs.get(y * cellSize + ky, x * cellSize + kx, f);
            }
          }
          value.set(y, x, f, z / area);
        }
      }
    }
  }

  backward(): void {
    const { dlossDvalue, cellSize } = this;
    const dlossDinputs = zeros(this.inputs.value.shape);
    const area = cellSize * cellSize;
    for (let y = 0; y < this.height; y++) {
      const rows = Math.min(cellSize, this.inputHeight - y * cellSize);
      for (let x = 0; x < this.width; x++) {
        const cols = Math.min(cellSize, this.inputWidth - x * cellSize);
        for (let f = 0; f < this.filters; f++) {
          const dz = dlossDvalue.get(y, x, f) / area;
          for (let ky = 0; ky < rows; ky++) {
            for (let kx = 0; kx < cols; kx++) {
              dlossDinputs.set(y * cellSize + ky, x * cellSize + kx, f, dz);
            }
          }
        }
      }
    }
    this.inputs.dlossDvalue = dlossDinputs;
  }
}
