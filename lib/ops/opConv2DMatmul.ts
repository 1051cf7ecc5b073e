import { Conv2D, type Conv2DOptions } from "./conv2d.ts";
import { dotRows } from "./dotRows.ts";
import { flatten } from "./flatten.ts";
import { zeros } from "./tensor.ts";
import type { Variable } from "./variable.ts";

/**
 * `OpConv2D` as three products of matrices: the same numbers, several times faster.
 *
 * A window, what lies under the kernel at one place of `value`, becomes a row of a matrix. With
 * P = height · width places, F filters and N = kernelSize² · inputFilters weights in each:
 *
 *     value         [P,F] = windows [P,N] · weights [F,N]ᵀ
 *     dlossDweights [F,N] = dlossDvalue [P,F]ᵀ · windows [P,N]
 *     dlossDwindows [P,N] = dlossDvalue [P,F] · weights [F,N]
 *
 * Each number of `dlossDwindows` is then added to the input that the window had it from.
 */
export class OpConv2DMatmul extends Conv2D {
  readonly #places: number;
  readonly #size: number;
  /** For each number of `windows`, where its input is; −1 for padding. */
  readonly #inputOf: Int32Array;
  /** The same for the transpose of `windows`. */
  readonly #inputOfTransposed: Int32Array;
  /** Holds the windows or their gradient, so that no pass allocates a large array. */
  readonly #scratch: Float64Array;

  constructor(filters: number, kernelSize: number, inputs: Variable, options: Conv2DOptions) {
    super(filters, kernelSize, inputs, options);
    this.#places = this.height * this.width;
    // Not kernelSize ** 2: a power is a float to V8, and loops that count to a float are slow.
    this.#size = kernelSize * kernelSize * this.inputFilters;
    this.#inputOf = inputOfWindows(this);
    this.#inputOfTransposed = transpose(this.#inputOf, this.#places, this.#size);
    this.#scratch = new Float64Array(this.#inputOf.length);
  }

  forward(): void {
    this.resetValues();
    const [P, F, N] = [this.#places, this.filters, this.#size];
    const windows = gather(flatten(this.inputs.value), this.#inputOf, this.#scratch);
    dotRows(windows, flatten(this.weights), P, F, N, this.value.data);
  }

  backward(): void {
    const [P, F, N] = [this.#places, this.filters, this.#size];
    const dlossDvalue = flatten(this.dlossDvalue);
    const windows = gather(flatten(this.inputs.value), this.#inputOfTransposed, this.#scratch);
    dotRows(transpose(dlossDvalue, P, F), windows, F, N, P, this.dlossDweights.data);

    const dlossDwindows = this.#scratch;
    dotRows(dlossDvalue, transpose(flatten(this.weights), F, N), P, N, F, dlossDwindows);
    this.inputs.dlossDvalue = zeros(this.inputs.value.shape);
    scatter(dlossDwindows, this.#inputOf, this.inputs.dlossDvalue.data);
  }
}

function inputOfWindows(op: Conv2D): Int32Array {
  const { height, width, kernelSize, inputHeight, inputWidth, inputFilters } = op;
  const inputOf = new Int32Array(height * width * kernelSize ** 2 * inputFilters);
  let i = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let ky = 0; ky < kernelSize; ky++)
        for (let kx = 0; kx < kernelSize; kx++)
          for (let kf = 0; kf < inputFilters; kf++) {
            const iy = y * op.stride + ky * op.dilation - op.paddingTop;
            const ix = x * op.stride + kx * op.dilation - op.paddingLeft;
            const inside = iy >= 0 && iy < inputHeight && ix >= 0 && ix < inputWidth;
            inputOf[i++] = inside ? (iy * inputWidth + ix) * inputFilters + kf : -1;
          }
  return inputOf;
}

/** What the windows see: to[i] = from[inputOf[i]], or 0 for padding. */
function gather(from: Float64Array, inputOf: Int32Array, to: Float64Array): Float64Array {
  for (let i = 0; i < to.length; i++) {
    const j = inputOf[i];
    to[i] = j < 0 ? 0 : from[j];
  }
  return to;
}

/** The way back: to[inputOf[i]] += from[i]. */
function scatter(from: Float64Array, inputOf: Int32Array, to: Float64Array): void {
  for (let i = 0; i < from.length; i++) {
    const j = inputOf[i];
    if (j >= 0) to[j] += from[i];
  }
}

/** A row-major matrix [rows, cols], transposed: [cols, rows]. */
function transpose<Numbers extends Float64Array | Int32Array>(
  matrix: Numbers,
  rows: number,
  cols: number,
): Numbers {
  const result = matrix.slice() as Numbers;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < cols; j++) result[j * rows + i] = matrix[i * cols + j];
  return result;
}
