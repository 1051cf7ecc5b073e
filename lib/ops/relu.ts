import { Layer } from "./layer.ts";
import { mapShape } from "./mapShape.ts";
import type { Size } from "./shape.ts";
import type { Variable } from "./variable.ts";

/** A rectified linear unit without its arithmetic; a subclass adds `forward` and `backward`. */
export abstract class Relu extends Layer<
  ["height", "width", "filters"],
  ["height", "width", "filters"]
> {
  readonly height: Size<"height">;
  readonly width: Size<"width">;
  readonly filters: Size<"filters">;

  /** `value` has the shape of the inputs. */
  constructor(inputs: Variable<[rows: number, cols: number, channels: number]>) {
    const [height, width, filters] = mapShape(new.target.name, inputs.value);
    super(inputs, [height, width, filters]);
    this.height = height;
    this.width = width;
    this.filters = filters;
  }
}
