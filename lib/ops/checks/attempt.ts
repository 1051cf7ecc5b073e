import type { Random } from "../../data/random.ts";
import { flatten } from "../flatten.ts";
import type { Layer } from "../layer.ts";
import type { SoftmaxCrossEntropyLoss } from "../softmaxCrossEntropyLoss.ts";
import { randomTensor, type Tensor, tensor } from "../tensor.ts";
import type { WeightedLayer } from "../weightedLayer.ts";

/** Any op that can be checked. */
export type CheckedOp = Layer | WeightedLayer | SoftmaxCrossEntropyLoss;

/** The tensors that an op computes, by their names in a check. */
export type Quantity = "forward" | "gradient wrt inputs" | "gradient wrt weights";

/** The gradient wrt the weights only where there are weights. */
export type Results = Record<"forward" | "gradient wrt inputs", Tensor> &
  Partial<Record<Quantity, Tensor>>;

/** One forward and one backward pass of an op under check. */
export interface Attempt {
  /** The gradient that was handed to `backward()`; for a loss, 1. */
  dlossDvalue: Tensor;
  /** What `inputs.dlossDvalue` held before `backward()`. */
  before: Tensor;
  /** What the op made of them, copied. */
  results: Results;
}

/**
 * Runs an op forward and, from a random gradient of its value, backward.
 *
 * `inputs.dlossDvalue` holds random numbers before: a layer must replace them, a loss must add.
 * What the loss added is the result.
 */
export function attempt(op: CheckedOp, random: Random): Attempt {
  op.forward();
  const value = typeof op.value === "number" ? tensor([op.value], []) : copy(op.value);
  const dlossDvalue = "dlossDvalue" in op ? randomTensor(value.shape, random) : tensor([1], []);
  const before = randomTensor(op.inputs.value.shape, random);
  if ("dlossDvalue" in op) op.dlossDvalue = copy(dlossDvalue);
  op.inputs.dlossDvalue = copy(before);
  op.backward();
  const after = copy(op.inputs.dlossDvalue);
  if (!("dlossDvalue" in op)) for (let i = 0; i < after.size; i++) after.data[i] -= before.data[i];
  return {
    dlossDvalue,
    before,
    results: {
      forward: value,
      "gradient wrt inputs": after,
      ...("dlossDweights" in op && { "gradient wrt weights": copy(op.dlossDweights) }),
    },
  };
}

/** A contiguous copy. */
export function copy(t: Tensor): Tensor {
  return tensor(flatten(t), t.shape);
}
