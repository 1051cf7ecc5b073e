import { Layer } from "./layer.ts";
import { mapShape } from "./mapShape.ts";
import type { Variable } from "./variable.ts";

/** A rectified linear unit without its arithmetic; a subclass adds `forward` and `backward`. */
export abstract class Relu extends Layer {
  readonly height: number;
  readonly width: number;
  readonly filters: number;

  /** `value` has the shape of the inputs. */
  constructor(inputs: Variable) {
    const [height, width, filters] = mapShape("OpRelu", inputs.value);
    super(inputs, [height, width, filters]);
    this.height = height;
    this.width = width;
    this.filters = filters;
  }
}
