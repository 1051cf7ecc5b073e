import { flatten } from "../flatten.ts";
import { zeros } from "../tensor.ts";
import { type Attempt, attempt } from "./attempt.ts";
import type { CheckedOp, Given, Quantity } from "./checkedOp.ts";
import { type Comparison, compare } from "./comparison.ts";
import { guardedLayout } from "./guardedLayout.ts";
import { hintFor, methodOf } from "./hintFor.ts";
import type { Model, Outcome } from "./mistakes/model.ts";
import { redeclared } from "./redeclared.ts";
import { put } from "./remember.ts";
import { spreadLayout } from "./spreadLayout.ts";

/** Bound of a gradient against central differences of the student's own forward pass. */
const OWN_BOUND = 1e-7;

export interface Judgement {
  op: CheckedOp;
  given: Given;
  model: Model | undefined;
  /** The right numbers, where they are known. */
  right: Outcome;
  /** The gradients of the op's own forward pass, where it can be differentiated. */
  own: (made: Attempt) => Outcome;
  /** Whether the gradients are compared with those of the own forward pass in any case. */
  byOwn: boolean;
  bound: number;
}

export interface Verdict {
  comparisons: Comparison[];
  /** What to look at first. */
  notes: string[];
}

/**
 * Compares what an op makes with what it has to make. Where `forward` is wrong, `backward` is judged
 * by the own forward pass and, if it does not fit that, by what it makes of a right one: it is not
 * blamed for what `forward` left.
 */
export function judge(judgement: Judgement): Verdict {
  const usual = attempt(judgement.op, judgement.given);
  const result = judgeAttempt(judgement, usual);
  leaveResults(judgement.op, usual);
  const stale = redeclared(judgement.op);
  return stale ? { ...result, notes: [stale, ...result.notes] } : result;
}

function judgeAttempt(judgement: Judgement, usual: Attempt): Verdict {
  const { op, given, model, right, byOwn, bound } = judgement;
  const isRight = (quantity: Quantity, made: Attempt, wanted: Outcome): boolean =>
    wanted[quantity] === undefined || verdict(judgement, made, quantity, wanted).equal;
  const references = byOwn ? { ...right, ...judgement.own(usual) } : right;
  const quantities = (["forward", "gradient wrt inputs", "gradient wrt weights"] as const).filter(
    (quantity) =>
      references[quantity] !== undefined ||
      (byOwn && quantity !== "forward" && usual.results[quantity] !== undefined),
  );
  const suspect =
    quantities.some((quantity) => !isRight(quantity, usual, references)) ||
    leavesTensors(op, given, usual);
  const guarded = suspect ? attempt(op, given, { layout: guardedLayout }) : usual;
  const stopped = Object.values(guarded.conduct).some(({ outside }) => outside);
  const made = stopped ? guarded : usual;

  const forward = right.forward && verdict(judgement, made, "forward", right);
  const gradients = quantities.filter((quantity) => quantity !== "forward");
  const notes: string[] = [];
  if (!forward || (forward.equal && isProbable(made, model))) {
    const comparisons = gradients.map((quantity) => verdict(judgement, made, quantity, references));
    return { comparisons: [...(forward ? [forward] : []), ...comparisons], notes };
  }

  const repair = {
    forward: model?.right.forward ?? right.forward,
    softmaxProb: model?.softmaxProb,
  };
  const layout = stopped ? { layout: guardedLayout } : {};
  const repaired = attempt(op, given, { repair, ...layout });
  if (forward.equal) {
    const comparisons = gradients.map((quantity) => {
      const comparison = verdict(judgement, made, quantity, references);
      if (comparison.equal) return comparison;
      const afterRepair = verdict(judgement, repaired, quantity, right);
      if (!afterRepair.equal) return afterRepair;
      const named = comparison.hint?.startsWith("softmaxProb") && comparison.hint;
      return { ...comparison, hint: named || probabilityHint(made, model) };
    });
    notes.push("Look at forward() first: it sets softmaxProb, which backward() takes.");
    return { comparisons: [forward, ...comparisons], notes };
  }

  const own = made.conduct.forward.stopped ? {} : byOwn ? references : judgement.own(made);
  const ownBound = { ...judgement, bound: Math.max(bound, OWN_BOUND) };
  const comparisons = gradients.map((quantity) => {
    const slopes = own[quantity] && flatten(own[quantity]).some((x) => x !== 0);
    const byForward = slopes ? verdict(ownBound, made, quantity, own) : undefined;
    return byForward?.equal ? byForward : verdict(judgement, repaired, quantity, right);
  });
  const fits = comparisons.every(({ equal }) => equal);
  notes.push(
    fits
      ? "Look at forward() first: backward() fits it, or is right as soon as forward() is."
      : "Look at forward() first, then at backward(), which is wrong as well.",
  );
  return { comparisons: [forward, ...comparisons], notes };
}

/** Compares one quantity of an attempt with its reference and, where they differ, looks for the mistake. */
function verdict(
  { model, right, bound }: Judgement,
  made: Attempt,
  quantity: Quantity,
  references: Outcome,
): Comparison {
  const reference = references[quantity];
  const conduct = made.conduct[methodOf(quantity)];
  const found = made.results[quantity];
  const yours = typeof found === "object" ? found : zeros([0]);
  const comparison = compare(quantity, yours, reference ?? zeros([0]), bound);
  if (!reference) {
    const hint = made.conduct.forward.stopped ?? "The forward pass cannot be differentiated.";
    return { ...comparison, equal: false, hint };
  }
  if (conduct.stopped) return { ...comparison, equal: false, hint: conduct.stopped };
  if (typeof found === "string") return { ...comparison, hint: found };
  if (conduct.changed?.quantity === quantity) {
    return { ...comparison, equal: false, hint: conduct.changed.text };
  }
  if (comparison.equal || comparison.hint) return comparison;
  const modelled = model?.right[quantity];
  const known =
    modelled && right[quantity] && compare(quantity, modelled, right[quantity], bound).equal;
  const hint = known
    ? hintFor(made, quantity, yours, modelled, model)
    : hintFor(made, quantity, yours, reference);
  return hint ? { ...comparison, hint } : comparison;
}

/** Whether an op reads or writes outside of a tensor, though its numbers may be right. */
function leavesTensors(op: CheckedOp, given: Given, usual: Attempt): boolean {
  const { layout, written } = spreadLayout();
  return numbersOf(attempt(op, given, { layout })) !== numbersOf(usual) || written();
}

/** All that an op made, as text. */
function numbersOf({ results }: Attempt): string {
  const texts = Object.values(results).map((made) =>
    typeof made === "string" ? made : flatten(made).join(),
  );
  return texts.join("\n");
}

/** Whether a loss has set the probabilities that its gradient takes; true of any other op. */
function isProbable({ softmaxProb }: Attempt, model: Model | undefined): boolean {
  if (!model?.softmaxProb) return true;
  return (
    softmaxProb !== undefined && compare("softmaxProb", softmaxProb, model.softmaxProb, 1e-6).equal
  );
}

function probabilityHint({ softmaxProb }: Attempt, model: Model | undefined): string {
  if (!softmaxProb || !model?.softmaxProb) {
    return "softmaxProb is no tensor: set its numbers by softmaxProb.set(k, p).";
  }
  const { at, yours, reference, hint } = compare("softmaxProb", softmaxProb, model.softmaxProb, 0);
  return hint ?? `softmaxProb is wrong: ${yours} at [${at}], it has to be ${reference}.`;
}

/** An op holds after a check what it computed, as after any forward and backward pass. */
function leaveResults(op: CheckedOp, { results, softmaxProb }: Attempt): void {
  const { forward, "gradient wrt weights": dlossDweights } = results;
  if (typeof forward === "object") {
    put(op, { value: "dlossDvalue" in op ? forward : forward.data[0] });
  }
  if (typeof dlossDweights === "object") put(op, { dlossDweights });
  if (softmaxProb) put(op, { softmaxProb });
}
