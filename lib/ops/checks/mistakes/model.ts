import type { Tensor } from "../../tensor.ts";
import type { Quantity } from "../checkedOp.ts";

/** What an op, right or with a mistake, makes of given inputs; no tensor where it reads outside of one. */
export type Outcome = Partial<Record<Quantity, Tensor>>;

/** A common mistake: the sentence that names it, and what it makes of each quantity. */
export interface Mistake {
  hint: string;
  outcome: () => Outcome;
}

/** The arithmetic of one kind of op, right and wrong. */
export interface Model {
  /** What the op has to give. */
  right: Outcome;
  /** The probabilities that a loss's `forward` has to set. */
  softmaxProb?: Tensor;
  /** Whether exp() of the logits leaves the range of a float64. */
  overflows?: boolean;
  mistakes: readonly Mistake[];
  /** Two mistakes at a time, where they can be told apart at a bearable cost. */
  pairs: readonly Mistake[];
}

/** A mistake in terms of the changes that it makes to the right arithmetic. */
export interface Variation<Change> {
  hint: string;
  change: Change;
  /** Too seldom to be looked for beside another mistake. */
  rare?: boolean;
}

/** A model of all variations of one simulation; each runs at most once, when it is asked for. */
export function modelFrom<Change extends object>(
  simulate: (change: Change) => Outcome,
  right: Change,
  variations: readonly Variation<Change>[],
  { pairs = true }: { pairs?: boolean } = {},
): Model {
  const mistake = (hint: string, change: Change): Mistake => {
    let outcome: Outcome | undefined;
    return {
      hint,
      outcome: () => {
        outcome ??= simulate(change);
        return outcome;
      },
    };
  };
  const often = pairs ? variations.filter(({ rare }) => !rare) : [];
  return {
    right: simulate(right),
    mistakes: variations.map(({ hint, change }) => mistake(hint, change)),
    pairs: often.flatMap((a, i) =>
      often.slice(i + 1).flatMap((b) => {
        const compatible = Object.keys(a.change).every((key) => !(key in b.change));
        if (!compatible || a.hint === b.hint) return [];
        return [mistake(`${a.hint} And: ${b.hint}`, { ...a.change, ...b.change })];
      }),
    ),
  };
}
