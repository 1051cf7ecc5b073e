import { flatten } from "../../flatten.ts";
import { type Tensor, tensor } from "../../tensor.ts";
import type { Outcome } from "./model.ts";

/** Where a term of a convolution is: its place on the value, in the kernel, and on the inputs. */
export interface Place {
  y: number;
  x: number;
  f: number;
  ky: number;
  kx: number;
  kf: number;
  /** Row of the inputs, y·stride + ky·dilation − paddingTop. */
  iy: number;
  ix: number;
}

/** Windows on a map; of a dense layer, the one window that covers all of it. */
export interface Windows {
  inputs: Tensor;
  /** [filters, kernel rows, kernel cols, channels] */
  weights: Tensor;
  /** [height, width, filters] */
  dlossDvalue: Tensor;
  stride: number;
  dilation: number;
  top: number;
  left: number;
}

export interface WindowChange {
  stride?: number;
  dilation?: number;
  padding?: number;
  /** Added to the place on the inputs. */
  shift?: number;
  input?: (at: Place) => [number, number, number];
  weight?: (at: Place) => [number, number, number, number];
  value?: (at: Place) => [number, number, number];
  /** Terms that are left out. */
  without?: (at: Place) => boolean;
  /** Every term replaces the one before, as `=` does in place of `+=`. */
  overwrite?: true;
  /** The product of a quantity's two factors, given the third number too. */
  term?: Terms;
  /** What the sum of the gradient wrt the weights starts from. */
  startWeights?: Float64Array;
  startInputs?: Float64Array;
  /** Loops of the value that do not set the sum back to 0: those inside of "y", "x", "f". */
  running?: "y" | "x" | "f";
}

export interface Terms {
  forward?: (i: number, w: number) => number;
  inputs?: (dz: number, w: number, i: number) => number;
  weights?: (dz: number, i: number, w: number) => number;
}

/** A convolution without bias, forward and backward, with some changes. */
export function convolve(windows: Windows, change: WindowChange): Outcome {
  const { inputs, weights, dlossDvalue } = windows;
  const { input, weight, value: valueAt, without, overwrite, term = {}, running } = change;
  const { stride = windows.stride, dilation = windows.dilation, shift = 0 } = change;
  const { padding: top = windows.top, padding: left = windows.left } = change;
  const [i, w, d] = [flatten(inputs), flatten(weights), flatten(dlossDvalue)];
  const v = new Float64Array(d.length);
  const di = Float64Array.from(change.startInputs ?? new Float64Array(i.length));
  const dw = Float64Array.from(change.startWeights ?? new Float64Array(w.length));
  const [height, width, filters] = dlossDvalue.shape;
  const [, kernelRows, kernelCols, channels] = weights.shape;
  const [inputHeight, inputWidth] = inputs.shape;
  const at = {} as Place; // the loops fill it
  let outside = false;
  let z = 0;
  for (at.y = 0; at.y < height; at.y++) {
    if (running === "x") z = 0;
    for (at.x = 0; at.x < width; at.x++) {
      if (running === "f") z = 0;
      for (at.f = 0; at.f < filters; at.f++) {
        if (!running) z = 0;
        for (at.ky = 0; at.ky < kernelRows; at.ky++) {
          at.iy = at.y * stride + at.ky * dilation - top + shift;
          if (at.iy < 0 || at.iy >= inputHeight) continue;
          for (at.kx = 0; at.kx < kernelCols; at.kx++) {
            at.ix = at.x * stride + at.kx * dilation - left + shift;
            if (at.ix < 0 || at.ix >= inputWidth) continue;
            for (at.kf = 0; at.kf < channels; at.kf++) {
              if (without?.(at)) continue;
              const a = input
                ? placeIn(inputs.shape, input(at))
                : (at.iy * inputWidth + at.ix) * channels + at.kf;
              const b = weight
                ? placeIn(weights.shape, weight(at))
                : ((at.f * kernelRows + at.ky) * kernelCols + at.kx) * channels + at.kf;
              const c = valueAt
                ? placeIn(dlossDvalue.shape, valueAt(at))
                : (at.y * width + at.x) * filters + at.f;
              if (a < 0 || b < 0 || c < 0) {
                outside = true;
                continue;
              }
              const t = term.forward ? term.forward(i[a], w[b]) : i[a] * w[b];
              z = overwrite ? t : z + t;
              v[c] = z;
              const ti = term.inputs ? term.inputs(d[c], w[b], i[a]) : d[c] * w[b];
              di[a] = overwrite ? ti : di[a] + ti;
              const tw = term.weights ? term.weights(d[c], i[a], w[b]) : d[c] * i[a];
              dw[b] = overwrite ? tw : dw[b] + tw;
            }
          }
        }
      }
    }
  }
  if (outside) return {};
  return {
    forward: tensor(v, dlossDvalue.shape),
    "gradient wrt inputs": tensor(di, inputs.shape),
    "gradient wrt weights": tensor(dw, weights.shape),
  };
}

/** The place of an index among the numbers of a shape, -1 where it leads outside. */
function placeIn(shape: readonly number[], at: readonly number[]): number {
  let place = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    if (at[axis] < 0 || at[axis] >= shape[axis]) return -1;
    place = place * shape[axis] + at[axis];
  }
  return place;
}
