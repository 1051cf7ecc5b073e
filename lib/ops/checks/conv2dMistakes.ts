import type { Conv2D } from "../conv2d.ts";
import { type Tensor, zeros } from "../tensor.ts";
import type { Quantity } from "./attempt.ts";
import type { Mistake } from "./mistake.ts";

/** What the common mistakes would make of a convolution's value and gradients. */
export function conv2dMistakes(op: Conv2D, dlossDvalue: Tensor, quantity: Quantity): Mistake[] {
  return variations.map(({ hint, ...variation }) => ({
    hint,
    result: convolveWith(op, dlossDvalue, variation)[quantity],
  }));
}

interface Variation {
  /** Which weight is used at (ky, kx) of a kernel of size K. */
  weight?: (ky: number, kx: number, K: number) => [number, number];
  stride?: 1;
  dilation?: 1;
  padding?: 0;
  /** Added to the place on the inputs. */
  shift?: 1 | -1;
  /** Every term replaces the one before, as `=` does in place of `+=`. */
  overwrite?: true;
}

const variations: (Variation & { hint: string })[] = [
  {
    hint: "The kernel is transposed: rows and cols of the weights, ky and kx, have changed places.",
    weight: (ky, kx) => [kx, ky],
  },
  {
    hint: "The kernel is flipped: weights[f, ky, kx, kf] goes with inputs[y + ky, x + kx, kf].",
    weight: (ky, kx, K) => [K - 1 - ky, K - 1 - kx],
  },
  {
    hint: "It is not summed: every position overwrites what the one before gave; use += in place of =.",
    overwrite: true,
  },
  { hint: "The stride is missing: window y starts at row y · stride.", stride: 1 },
  { hint: "The dilation is missing: weight ky lies ky · dilation rows further.", dilation: 1 },
  { hint: "The padding is missing: window 0 starts paddingTop rows above the inputs.", padding: 0 },
  { hint: "Rows and cols of the inputs are one too large: ky and kx start at 0.", shift: 1 },
  { hint: "Rows and cols of the inputs are one too small: ky and kx start at 0.", shift: -1 },
];

/** A convolution, forward and backward, with one mistake. */
function convolveWith(
  op: Conv2D,
  dlossDvalue: Tensor,
  variation: Variation,
): Record<Quantity, Tensor> {
  const { inputs, weights, kernelSize } = op;
  const { weight = (ky, kx) => [ky, kx], shift = 0, overwrite = false } = variation;
  const { stride = op.stride, dilation = op.dilation } = variation;
  const { padding: top = op.paddingTop, padding: left = op.paddingLeft } = variation;
  const value = zeros(op.value.shape);
  const dlossDinputs = zeros(inputs.value.shape);
  const dlossDweights = zeros(weights.shape);
  const put = (t: Tensor, i: number, term: number): void => {
    t.data[i] = overwrite ? term : t.data[i] + term;
  };
  for (let y = 0; y < op.height; y++)
    for (let x = 0; x < op.width; x++)
      for (let f = 0; f < op.filters; f++)
        for (let ky = 0; ky < kernelSize; ky++) {
          const iy = y * stride + ky * dilation - top + shift;
          if (iy < 0 || iy >= op.inputHeight) continue;
          for (let kx = 0; kx < kernelSize; kx++) {
            const ix = x * stride + kx * dilation - left + shift;
            if (ix < 0 || ix >= op.inputWidth) continue;
            const [wy, wx] = weight(ky, kx, kernelSize);
            for (let kf = 0; kf < op.inputFilters; kf++) {
              const input = inputs.value.get(iy, ix, kf);
              const w = weights.get(f, wy, wx, kf);
              const dz = dlossDvalue.get(y, x, f);
              put(value, value.index(y, x, f), input * w);
              put(dlossDinputs, dlossDinputs.index(iy, ix, kf), dz * w);
              put(dlossDweights, dlossDweights.index(f, wy, wx, kf), dz * input);
            }
          }
        }
  return {
    forward: value,
    "gradient wrt inputs": dlossDinputs,
    "gradient wrt weights": dlossDweights,
  };
}
