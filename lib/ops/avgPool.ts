import { checkWholeNumber } from "./checkWholeNumber.ts";
import { Layer } from "./layer.ts";
import { mapShape } from "./mapShape.ts";
import type { Variable } from "./variable.ts";

/**
 * Average pooling over cells that do not overlap, without its arithmetic: shapes only.
 * A subclass adds `forward` and `backward`.
 */
export abstract class AvgPool extends Layer {
  readonly cellSize: number;
  readonly inputHeight: number;
  readonly inputWidth: number;
  /** Rows of `value`: a cell that hangs over the lower edge counts. */
  readonly height: number;
  /** Columns of `value`: a cell that hangs over the right edge counts. */
  readonly width: number;
  readonly filters: number;

  constructor(cellSize: number, inputs: Variable) {
    checkWholeNumber("OpAvgPool", "cellSize", cellSize, 1);
    const [inputHeight, inputWidth, filters] = mapShape("OpAvgPool", inputs.value);
    const height = Math.ceil(inputHeight / cellSize);
    const width = Math.ceil(inputWidth / cellSize);
    super(inputs, [height, width, filters]);
    this.cellSize = cellSize;
    this.inputHeight = inputHeight;
    this.inputWidth = inputWidth;
    this.height = height;
    this.width = width;
    this.filters = filters;
  }
}
