import type { Layer } from "../layer.ts";
import type { SoftmaxCrossEntropyLoss } from "../softmaxCrossEntropyLoss.ts";
import type { Tensor } from "../tensor.ts";
import type { WeightedLayer } from "../weightedLayer.ts";

/** Any op that can be checked. */
export type CheckedOp = Layer | WeightedLayer | SoftmaxCrossEntropyLoss;

/** The tensors that an op computes, by their names in a check. */
export type Quantity = "forward" | "gradient wrt inputs" | "gradient wrt weights";

export type Method = "forward" | "backward";

/** What an op under check is handed. */
export interface Given {
  /** The gradient that `backward()` starts from; for a loss, 1. */
  dlossDvalue: Tensor;
  /** What `inputs.dlossDvalue` holds before `backward()`: a layer replaces it, a loss adds to it. */
  before: Tensor;
}
