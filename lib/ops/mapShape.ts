import type { Tensor } from "./tensor.ts";

/** [rows, cols, channels] of a feature map; a RangeError names `op` when it has other axes. */
export function mapShape(op: string, { shape }: Tensor): [number, number, number] {
  if (shape.length !== 3) {
    throw new RangeError(
      `${op}: inputs [${shape}] have ${shape.length} axes, a feature map has 3: rows, cols, channels`,
    );
  }
  const [rows, cols, channels] = shape;
  return [rows, cols, channels];
}
