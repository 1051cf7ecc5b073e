import { checkWholeNumber } from "./checkWholeNumber.ts";
import { Layer } from "./layer.ts";
import { mapShape } from "./mapShape.ts";
import type { Size } from "./shape.ts";
import type { Variable } from "./variable.ts";

/**
 * Average pooling over cells that do not overlap, without its arithmetic: shapes only.
 * A subclass adds `forward` and `backward`.
 */
export abstract class AvgPool extends Layer<
  ["inputHeight", "inputWidth", "filters"],
  ["height", "width", "filters"]
> {
  readonly cellSize: number;
  readonly inputHeight: Size<"inputHeight">;
  readonly inputWidth: Size<"inputWidth">;
  /** Rows of `value`: a cell that hangs over the lower edge counts. */
  readonly height: Size<"height">;
  /** Columns of `value`: a cell that hangs over the right edge counts. */
  readonly width: Size<"width">;
  readonly filters: Size<"filters">;

  constructor(cellSize: number, inputs: Variable<[rows: number, cols: number, channels: number]>) {
    checkWholeNumber(new.target.name, "cellSize", cellSize, 1);
    const [inputHeight, inputWidth, filters] = mapShape(new.target.name, inputs.value);
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
