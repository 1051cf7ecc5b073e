import { flatten } from "../flatten.ts";
import type { Tensor } from "../tensor.ts";
import type { Attempt } from "./attempt.ts";
import type { Method, Quantity } from "./checkedOp.ts";
import { indexOf } from "./comparison.ts";
import type { Mistake, Model } from "./mistakes/model.ts";

/** Numbers that differ by this part of the largest are the same but for rounding. */
const ROUNDING = 1e-9;
/** A mistake explains numbers that it gives to within this part. */
const NEAR = 1e-3;

/**
 * Names the mistake behind a wrong quantity, by making all common mistakes on purpose: the one that
 * gives these very numbers is it. Undefined when none does, or when several do.
 */
export function hintFor(
  { conduct, given }: Attempt,
  quantity: Quantity,
  tensor: Tensor,
  reference: Tensor,
  model?: Model,
): string | undefined {
  const yours = flatten(tensor);
  const method = methodOf(quantity);
  const rounding = model ? ROUNDING : 1e-5;
  if (!yours.every(Number.isFinite)) return notFinite(tensor, model);
  // A loss adds to the gradient; what it added is compared.
  const replaces = quantity === "gradient wrt inputs" && given.dlossDvalue.shape.length > 0;
  const before = replaces ? flatten(given.before) : undefined;
  const unset = conduct.forward.setsZero ? undefined : notSet(yours, quantity, before);
  if (unset) {
    if (conduct[method].returned) {
      return `${method}() returns its result; it has to set ${names[quantity]}.`;
    }
    if (quantity === "gradient wrt inputs" && conduct.backward.changedUpstream) {
      return "backward() sets dlossDvalue of this op; it has to set inputs.dlossDvalue.";
    }
  }
  // Numbers that happen to be 0 are told from unset ones where the place before tells them apart.
  const isSure = reference.shape.length === 0 || !yours.every((x) => x === 0);
  if (unset && isSure) return unset;
  const right = flatten(reference);
  const own = (model?.mistakes ?? []).flatMap(numbersOf(quantity, right));
  const turned = [
    { hint: "The sign is reversed.", turn: (x: number) => -x },
    ...(before
      ? [
          {
            hint: `The gradient is added to what ${names[quantity]} held before: start from zeros.`,
            turn: (x: number, i: number) => x - before[i],
          },
        ]
      : []),
  ].map(({ hint, turn }) => ({ hint, numbers: yours.map(turn) }));
  const single = [
    ...distinct(own, yours, rounding),
    ...turned.flatMap(({ hint, numbers }) =>
      distinct([{ hint, numbers: right }], numbers, rounding),
    ),
    ...(unset ? [unset] : []),
  ];
  if (single.length > 0) return single.length === 1 ? single[0] : undefined;
  const factor = factorOf(yours, right, rounding);
  if (factor) return factor;
  const both = [
    ...turned.flatMap(({ hint, numbers }) =>
      distinct(own, numbers, rounding).map((other) => `${other} And: ${hint}`),
    ),
    ...distinct((model?.pairs ?? []).flatMap(numbersOf(quantity, right)), yours, rounding),
  ];
  if (both.length > 0) return both.length === 1 ? both[0] : undefined;
  const near = distinct(own, yours, NEAR, right);
  return near.length === 1 ? near[0] : undefined;
}

interface Candidate {
  hint: string;
  numbers: Float64Array;
}

/** What a mistake makes of a quantity, where that is wrong. */
function numbersOf(quantity: Quantity, right: Float64Array): (mistake: Mistake) => Candidate[] {
  return ({ hint, outcome }) => {
    const result = outcome()[quantity];
    if (!result) return [];
    const numbers = flatten(result);
    const wrong = numbers.every(Number.isFinite) && distance(numbers, right) > 1e-6 * size(right);
    return wrong ? [{ hint, numbers }] : [];
  };
}

/** The different hints whose numbers are yours, within a part of the largest. */
function distinct(
  candidates: readonly Candidate[],
  yours: Float64Array,
  part: number,
  right?: Float64Array,
): string[] {
  const hints = new Set<string>();
  for (const { hint, numbers } of candidates) {
    // Beside a large reference everything small is near: both the numbers and their error count.
    const scale = Math.min(
      size(numbers),
      ...(right ? [size(yours), distance(yours, right), distance(numbers, right)] : []),
    );
    const least = right ? 0 : 1e-12 * size(yours);
    if (
      numbers.length === yours.length &&
      distance(numbers, yours) <= Math.max(part * scale, least)
    ) {
      hints.add(hint);
    }
  }
  return [...hints];
}

/** A constant factor between yours and the reference, where there are enough numbers to tell. */
function factorOf(yours: Float64Array, right: Float64Array, rounding: number): string | undefined {
  const telling = right.filter((x) => Math.abs(x) > 1e-6 * size(right)).length;
  if (telling < 3) return undefined;
  const factor = dot(yours, right) / dot(right, right);
  const off = distance(
    yours,
    right.map((x) => factor * x),
  );
  return off <= rounding * size(yours)
    ? `It is ${Number(factor.toPrecision(4))} times the reference everywhere.`
    : undefined;
}

/** The sentence for numbers that nothing was written to. */
function notSet(
  yours: Float64Array,
  quantity: Quantity,
  before: Float64Array | undefined,
): string | undefined {
  const name = names[quantity];
  if (yours.every((x) => x === 0)) return `${name} is still zero: it is not set.`;
  if (before && distance(yours, before) === 0) {
    return `${name} is as it was: backward() does not set it.`;
  }
  return undefined;
}

function notFinite(tensor: Tensor, model: Model | undefined): string {
  const numbers = flatten(tensor);
  const place = numbers.findIndex((x) => !Number.isFinite(x));
  const at = tensor.shape.length === 0 ? "" : ` at [${indexOf(place, tensor.shape).join(", ")}]`;
  return model?.overflows
    ? "It is not finite: exp(y) overflows above 709 and underflows below −745; subtract the largest logit from all of them first, and do not take the logarithm of a probability that is 0."
    : `It is not finite: ${numbers[place]}${at}. A sum with undefined is NaN, as of data[…] outside of a tensor or of a misspelt name; so is 0 / 0, and 1 / 0 is Infinity.`;
}

export function methodOf(quantity: Quantity): Method {
  return quantity === "forward" ? "forward" : "backward";
}

export const names: Record<Quantity, string> = {
  forward: "value",
  "gradient wrt inputs": "inputs.dlossDvalue",
  "gradient wrt weights": "dlossDweights",
};

function size(numbers: Float64Array): number {
  return numbers.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
}

function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, x, i) => Math.max(largest, Math.abs(x - b[i])), 0);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}
