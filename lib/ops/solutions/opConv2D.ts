import { Conv2D } from "../conv2d.ts";
import { zeros } from "../tensor.ts";

/**
 * Two-dimensional convolution (as everywhere in this field: a cross-correlation), no bias.
 *
 *     value[y,x,f] = Σ_{ky,kx,kf} inputs[iy,ix,kf] · weights[f,ky,kx,kf]
 *     with iy = y·stride + ky·dilation − paddingTop, ix = x·stride + kx·dilation − paddingLeft;
 *     inputs outside of the image are 0
 *
 * inputs [H,W,C], weights [F,K,K,C]  →  value [⌊(H+2P−(K−1)D−1)/S⌋+1, …,F]
 */
export class OpConv2D extends Conv2D {
  forward(): void {
    this.resetValues();
    const { weights, value } = this;
    const inputs = this.inputs.value;
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) {
        for (let f = 0; f < this.filters; f++) {
          let z = 0;
          for (let ky = 0; ky < this.kernelSize; ky++) {
            const iy = y * this.stride + ky * this.dilation - this.paddingTop;
            if (iy < 0 || iy >= this.inputHeight) continue;
            for (let kx = 0; kx < this.kernelSize; kx++) {
              const ix = x * this.stride + kx * this.dilation - this.paddingLeft;
              if (ix < 0 || ix >= this.inputWidth) continue;
              for (let kf = 0; kf < this.inputFilters; kf++) {
                z += inputs.get(iy, ix, kf) * weights.get(f, ky, kx, kf);
              }
            }
          }
          value.set(y, x, f, z);
        }
      }
    }
  }

  backward(): void {
    const { weights, dlossDvalue } = this;
    const inputs = this.inputs.value;
    const dlossDinputs = zeros(inputs.shape);
    const dlossDweights = zeros(weights.shape);
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) {
        for (let f = 0; f < this.filters; f++) {
          const dz = dlossDvalue.get(y, x, f);
          for (let ky = 0; ky < this.kernelSize; ky++) {
            const iy = y * this.stride + ky * this.dilation - this.paddingTop;
            if (iy < 0 || iy >= this.inputHeight) continue;
            for (let kx = 0; kx < this.kernelSize; kx++) {
              const ix = x * this.stride + kx * this.dilation - this.paddingLeft;
              if (ix < 0 || ix >= this.inputWidth) continue;
              for (let kf = 0; kf < this.inputFilters; kf++) {
                const i = dlossDinputs.index(iy, ix, kf);
                const w = dlossDweights.index(f, ky, kx, kf);
                dlossDinputs.data[i] += dz * weights.get(f, ky, kx, kf);
                dlossDweights.data[w] += dz * inputs.get(iy, ix, kf);
              }
            }
          }
        }
      }
    }
    this.inputs.dlossDvalue = dlossDinputs;
    this.dlossDweights = dlossDweights;
  }
}
