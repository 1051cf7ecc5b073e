import ndarray from "ndarray";
import type { Random } from "../../data/random.ts";
import { flatten } from "../flatten.ts";
import type { Layer } from "../layer.ts";
import { type Layout, withLayout } from "../layout.ts";
import type { SoftmaxCrossEntropyLoss } from "../softmaxCrossEntropyLoss.ts";
import { randomTensor, type Tensor, tensor } from "../tensor.ts";
import { changeOf } from "./changeOf.ts";
import type { CheckedOp, Given, Method, Quantity } from "./checkedOp.ts";
import { IndexError } from "./guardedLayout.ts";
import { placeOf } from "./placeOf.ts";
import { readTensor } from "./readTensor.ts";
import { put, remember } from "./remember.ts";

/** What happened in one method. */
export interface Conduct {
  /** The error that ended it, with its place. */
  stopped?: string;
  /** It ended at an index outside of a tensor. */
  outside?: boolean;
  /** What it changed and had to leave. */
  changed?: { quantity: Quantity; text: string };
  /** It returned something, which nothing reads. */
  returned?: boolean;
  /** Whether a loss is 0 for this class, but not for all of them. */
  setsZero?: boolean;
  /** It set `dlossDvalue` of the op itself. */
  changedUpstream?: boolean;
}

/** One forward and one backward pass of an op, on copies of all that it reads. */
export interface Attempt {
  given: Given;
  /** What the op made of them, copied; a sentence where that is no tensor. */
  results: Partial<Record<Quantity, Tensor | string>>;
  softmaxProb?: Tensor;
  conduct: Record<Method, Conduct>;
}

/** What a repaired forward pass leaves for `backward()`. */
export interface Repair {
  forward?: Tensor;
  softmaxProb?: Tensor;
}

/** Draws what the op is handed. */
export function draw(op: CheckedOp, random: Random): Given {
  const dlossDvalue = "dlossDvalue" in op ? randomTensor(valueShape(op), random) : tensor([1], []);
  return { dlossDvalue, before: randomTensor(op.inputs.value.shape, random) };
}

function valueShape(op: Layer): readonly number[] {
  const { height, width, filters, units } = op as Partial<Record<string, number>> & Layer;
  if (typeof units === "number") return [1, 1, units];
  if (height !== undefined && width !== undefined && filters !== undefined) {
    return [height, width, filters];
  }
  return op.value.shape;
}

/**
 * Runs an op forward and backward. All that it holds is afterwards as it was before.
 *
 * @param repair replaces what the op's own forward pass left
 */
export function attempt(
  op: CheckedOp,
  given: Given,
  { layout = plain, repair }: { layout?: Layout; repair?: Repair } = {},
): Attempt {
  const restore = remember(op);
  try {
    return withLayout(layout, () => run(op, given, repair));
  } finally {
    restore();
  }
}

export const plain: Layout = (numbers, shape) => ndarray(numbers, [...shape]);

function run(op: CheckedOp, given: Given, repair?: Repair): Attempt {
  const { inputs } = op;
  const start = {
    inputs: copy(inputs.value),
    weights: "weights" in op ? copy(op.weights) : undefined,
  };
  const fresh = (): void => {
    put(op, { inputs, ...(start.weights && { weights: copy(start.weights) }) });
    put(inputs, { value: copy(start.inputs), dlossDvalue: copy(given.before) });
  };
  const changed = (method: Method): Conduct["changed"] => {
    const input = changeOf(inputs.value, start.inputs);
    const name = `${method}() changes`;
    const rule = "it has to leave them as they are.";
    if (input) {
      return {
        quantity: method === "forward" ? "forward" : "gradient wrt inputs",
        text: `${name} inputs.value ${input}; ${rule}`,
      };
    }
    const weight = "weights" in op && start.weights && changeOf(op.weights, start.weights);
    if (weight) {
      return {
        quantity: method === "forward" ? "forward" : "gradient wrt weights",
        text: `${name} weights ${weight}; ${rule}`,
      };
    }
    return undefined;
  };

  fresh();
  const forward = call(op, "forward");
  forward.changed = changed("forward");
  const value = result(op, "value", op.value);
  if (op.value === 0 && "trueLabel" in op) forward.setsZero = setsOthers(op);
  const softmaxProb = "softmaxProb" in op ? readTensor(op.softmaxProb) : undefined;

  fresh();
  if (repair?.forward) {
    put(op, { value: "dlossDvalue" in op ? copy(repair.forward) : repair.forward.data[0] });
  }
  if (repair?.softmaxProb) put(op, { softmaxProb: copy(repair.softmaxProb) });
  if ("dlossDvalue" in op) put(op, { dlossDvalue: copy(given.dlossDvalue) });
  const backward = call(op, "backward");
  backward.changed = changed("backward");
  backward.changedUpstream =
    "dlossDvalue" in op && changeOf(op.dlossDvalue, given.dlossDvalue) !== undefined;
  let dlossDinputs = result(op, "inputs.dlossDvalue", inputs.dlossDvalue);
  if (!("dlossDvalue" in op) && typeof dlossDinputs !== "string") {
    const added = flatten(dlossDinputs).map((x, i) => x - flatten(given.before)[i]);
    dlossDinputs = plain(added, dlossDinputs.shape);
  }
  return {
    given,
    results: {
      forward: value,
      "gradient wrt inputs": dlossDinputs,
      ...("dlossDweights" in op && {
        "gradient wrt weights": result(op, "dlossDweights", op.dlossDweights),
      }),
    },
    ...(typeof softmaxProb === "object" && { softmaxProb }),
    conduct: { forward, backward },
  };
}

/** Whether a loss is not 0 if another class is the true one, or if no logit is the largest. */
function setsOthers(op: SoftmaxCrossEntropyLoss): boolean {
  const label = op.trueLabel.value;
  const logits = op.inputs.value;
  const { softmaxProb } = op;
  const isSet = (k: number): boolean => {
    op.trueLabel.value = k;
    call(op, "forward");
    return op.value !== 0;
  };
  try {
    if (Array.from({ length: op.numClasses }, (_, k) => k).some(isSet)) return true;
    op.inputs.value = tensor(new Float64Array(logits.size), logits.shape);
    return isSet(label);
  } finally {
    op.inputs.value = logits;
    op.trueLabel.value = label;
    op.value = 0;
    op.softmaxProb = softmaxProb;
  }
}

/** What an op has set, as a plain copy; a sentence where that is no tensor. */
function result(op: CheckedOp, name: string, found: unknown): Tensor | string {
  const isLoss = name === "value" && !("dlossDvalue" in op);
  const read =
    isLoss && typeof found === "number" ? plain(Float64Array.of(found), []) : readTensor(found);
  if (typeof read !== "string") return read;
  return `${name} is ${read}; it has to be ${isLoss ? "a number" : "a tensor: tensor(numbers, shape) makes one"}.`;
}

/** Runs a method of an op, whatever it does. An interrupt of the user's goes on. */
function call(op: CheckedOp, method: Method): Conduct {
  try {
    const returned: unknown = op[method]();
    if (returned instanceof Promise) returned.catch(() => {});
    return { returned: returned !== undefined };
  } catch (error) {
    if (error instanceof Error && error.name === "KeyboardInterrupt") throw error;
    const text = error instanceof Error ? `${error.name}: ${error.message}` : `it threw ${error}`;
    return {
      outside: error instanceof IndexError,
      stopped: `${method}() stopped: ${text.replace(/\.$/, "")}${placeOf(error)}.`,
    };
  }
}

/** A contiguous copy. */
export function copy(t: Tensor): Tensor {
  return tensor(flatten(t), t.shape);
}
