import { type Random, seededRandom } from "../data/random.ts";
import { checkWholeNumber } from "./checkWholeNumber.ts";
import { mapShape } from "./mapShape.ts";
import type { Size } from "./shape.ts";
import { randomTensor } from "./tensor.ts";
import type { Variable } from "./variable.ts";
import { WeightedLayer } from "./weightedLayer.ts";

export interface Conv2DOptions {
  /** Steps of the filter over the inputs: 2 halves height and width. Default 1. */
  stride?: number;
  /**
   * Rows and columns of zeros around the inputs: a count for every side, `"valid"` for none,
   * or `"same"` for as many as keep ⌈height / stride⌉ rows (an odd one goes below and right,
   * as in TensorFlow). Default 0.
   */
  padding?: number | "same" | "valid";
  /** Distance between neighbouring weights on the inputs. Default 1. */
  dilation?: number;
  /** Draws the weights. Default: the same draws every time, those of `seededRandom(0)`. */
  random?: Random;
}

/**
 * A two-dimensional convolution without its arithmetic: shapes, weights, gradient step.
 * A subclass adds `forward` and `backward`.
 *
 * inputs [inputHeight, inputWidth, inputFilters], weights [filters, kernelSize, kernelSize,
 * inputFilters] from the normal distribution with standard deviation 0.1; no bias.
 */
export abstract class Conv2D extends WeightedLayer<
  ["inputHeight", "inputWidth", "inputFilters"],
  ["height", "width", "filters"],
  ["filters", "kernelSize", "kernelSize", "inputFilters"]
> {
  readonly inputHeight: Size<"inputHeight">;
  readonly inputWidth: Size<"inputWidth">;
  readonly inputFilters: Size<"inputFilters">;
  /** Rows of `value`. */
  readonly height: Size<"height">;
  /** Columns of `value`. */
  readonly width: Size<"width">;
  readonly filters: Size<"filters">;
  readonly kernelSize: Size<"kernelSize">;
  readonly stride: number;
  readonly dilation: number;
  /** Rows of zeros above the inputs. */
  readonly paddingTop: number;
  /** Columns of zeros left of the inputs. */
  readonly paddingLeft: number;

  /** @throws RangeError when the kernel does not fit into the padded inputs */
  constructor(
    filters: number,
    kernelSize: number,
    inputs: Variable<[rows: number, cols: number, channels: number]>,
    { stride = 1, padding = 0, dilation = 1, random = seededRandom(0) }: Conv2DOptions = {},
  ) {
    const [inputHeight, inputWidth, inputFilters] = mapShape(new.target.name, inputs.value);
    checkWholeNumber(new.target.name, "filters", filters, 1);
    checkWholeNumber(new.target.name, "kernelSize", kernelSize, 1);
    checkWholeNumber(new.target.name, "stride", stride, 1);
    checkWholeNumber(new.target.name, "dilation", dilation, 1);
    const reach = (kernelSize - 1) * dilation + 1;
    const rows = positions(new.target.name, inputHeight, reach, stride, padding);
    const cols = positions(new.target.name, inputWidth, reach, stride, padding);
    if (rows.count < 1 || cols.count < 1) {
      throw new RangeError(
        `${new.target.name}: a kernel of ${kernelSize} with dilation ${dilation} reaches over ${reach} rows ` +
          `and cols, inputs [${inputs.value.shape}] with padding ${padding} have fewer`,
      );
    }
    super(
      inputs,
      [rows.count, cols.count, filters],
      randomTensor([filters, kernelSize, kernelSize, inputFilters], random, 0.1),
    );
    this.inputHeight = inputHeight;
    this.inputWidth = inputWidth;
    this.inputFilters = inputFilters;
    this.height = rows.count;
    this.width = cols.count;
    this.filters = filters;
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.dilation = dilation;
    this.paddingTop = rows.before;
    this.paddingLeft = cols.before;
  }
}

/** How many places a kernel takes along one axis, and the zeros before the first input. */
function positions(
  op: string,
  size: number,
  reach: number,
  stride: number,
  padding: number | "same" | "valid",
): { count: number; before: number } {
  if (padding === "same") {
    const count = Math.ceil(size / stride);
    const zeros = Math.max(0, (count - 1) * stride + reach - size);
    return { count, before: Math.floor(zeros / 2) };
  }
  const before = padding === "valid" ? 0 : padding;
  checkWholeNumber(op, "padding", before, 0);
  return { count: Math.floor((size + 2 * before - reach) / stride) + 1, before };
}
