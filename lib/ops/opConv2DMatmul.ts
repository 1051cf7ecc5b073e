import { Conv2D, type Conv2DOptions } from "./conv2d.ts";
import { flatten } from "./flatten.ts";
import { type Tensor, tensor, zeros } from "./tensor.ts";
import type { Variable } from "./variable.ts";
import { windowProducts } from "./windowProducts.ts";

/**
 * `OpConv2D` as three products of matrices: the same numbers, many times faster.
 *
 * A window, what lies under the kernel at one place of `value`, is a row of a matrix. With
 * P = height · width places, F filters and N = kernelSize² · inputFilters weights in each:
 *
 *     value         [P,F] = windows [P,N] · weights [F,N]ᵀ
 *     dlossDweights [F,N] = dlossDvalue [P,F]ᵀ · windows [P,N]
 *     dlossDwindows [P,N] = dlossDvalue [P,F] · weights [F,N]
 *
 * and each number of `dlossDwindows` is added to the input that the window had it from. Windows
 * overlap, so they are not written out: windows[p,n] is number places[p] + taps[n] of the inputs
 * with their padding.
 *
 * It is no base class: `Conv2D` is what a convolution of one's own extends.
 */
export class OpConv2DMatmul extends Conv2D {
  /** Rows and columns of the inputs with their padding. */
  readonly #rows: number;
  readonly #cols: number;
  /** For each place, where its window begins in the padded inputs. */
  readonly #places: Int32Array;
  /** For each weight of a filter, how far behind the beginning of a window its input is. */
  readonly #taps: Int32Array;

  constructor(
    filters: number,
    kernelSize: number,
    inputs: Variable<[rows: number, cols: number, channels: number]>,
    options?: Conv2DOptions,
  ) {
    if (new.target !== OpConv2DMatmul) {
      throw new TypeError(
        `${new.target.name} extends OpConv2DMatmul, which is no base class: extend Conv2D and write forward and backward`,
      );
    }
    super(filters, kernelSize, inputs, options);
    const { stride, dilation, height, width, inputFilters } = this;
    const reach = (kernelSize - 1) * dilation + 1;
    this.#rows = Math.max(this.paddingTop + this.inputHeight, (height - 1) * stride + reach);
    this.#cols = Math.max(this.paddingLeft + this.inputWidth, (width - 1) * stride + reach);
    const row = this.#cols * inputFilters;
    this.#places = offsets([height, width, 1], [stride * row, stride * inputFilters, 1]);
    this.#taps = offsets(
      [kernelSize, kernelSize, inputFilters],
      [dilation * row, dilation * inputFilters, 1],
    );
  }

  forward(): void {
    this.resetValues();
    const weights = transpose(flatten(this.weights), this.filters);
    windowProducts.product(this.#pad(), this.#places, this.#taps, weights, this.value.data);
  }

  backward(): void {
    const dlossDvalue = flatten(this.dlossDvalue);
    const dlossDweights = new Float64Array(this.weights.size);
    windowProducts.product(this.#pad(), this.#taps, this.#places, dlossDvalue, dlossDweights);
    this.dlossDweights = tensor(transpose(dlossDweights, this.#taps.length), this.weights.shape);

    const weights = flatten(this.weights);
    const dlossDpadded = new Float64Array(this.#rows * this.#cols * this.inputFilters);
    windowProducts.addProduct(dlossDvalue, weights, this.#places, this.#taps, dlossDpadded);
    this.inputs.dlossDvalue = this.#crop(dlossDpadded);
  }

  /** The inputs with their padding of zeros. */
  #pad(): Float64Array {
    const inputs = flatten(this.inputs.value);
    const padded = new Float64Array(this.#rows * this.#cols * this.inputFilters);
    const row = this.inputWidth * this.inputFilters;
    for (let y = 0; y < this.inputHeight; y++) {
      padded.set(inputs.subarray(y * row, (y + 1) * row), this.#paddedRow(y));
    }
    return padded;
  }

  /** What of `padded` belongs to the inputs. */
  #crop(padded: Float64Array): Tensor {
    const inputs = zeros(this.inputs.value.shape);
    const row = this.inputWidth * this.inputFilters;
    for (let y = 0; y < this.inputHeight; y++) {
      inputs.data.set(padded.subarray(this.#paddedRow(y)).subarray(0, row), y * row);
    }
    return inputs;
  }

  /** Where row y of the inputs begins in the padded ones. */
  #paddedRow(y: number): number {
    return ((y + this.paddingTop) * this.#cols + this.paddingLeft) * this.inputFilters;
  }
}

/** The offsets y·sy + x·sx + f·sf of all elements of a block, row by row. */
function offsets(
  [height, width, filters]: readonly [number, number, number],
  [sy, sx, sf]: readonly [number, number, number],
): Int32Array {
  const result = new Int32Array(height * width * filters);
  let i = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let f = 0; f < filters; f++) result[i++] = y * sy + x * sx + f * sf;
    }
  }
  return result;
}

/** A matrix of `rows` rows, row by row, column by column. */
function transpose(matrix: Float64Array, rows: number): Float64Array {
  const cols = matrix.length / rows;
  const result = new Float64Array(matrix.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) result[j * rows + i] = matrix[i * cols + j];
  }
  return result;
}
