import type { Measurement } from "../../plot/learningCurves.ts";

/** When to stop. */
export interface EarlyStoppingRule {
  /** Measurements in a row without a new maximum after which training stops. */
  readonly patience: number;
  /** How far above the last gain a measurement must lie to count as one, 0 unless given. */
  readonly minDelta?: number;
}

/** What the rule says after the measurements so far. */
export interface Verdict {
  /** The absolute maximum, the first where several are equal; undefined before any measurement. */
  readonly best: Measurement | undefined;
  /** Measurements since the last gain. */
  readonly waited: number;
  /** Why training stops; undefined while it goes on. */
  readonly stop: string | undefined;
}

/**
 * Early stopping (Prechelt, 1998): training ends when the validation accuracy has not reached a
 * new absolute maximum in `patience` measurements. A pure function of all measurements, so that
 * a run that is continued stops where one without a break would.
 *
 * A gain below `minDelta` does not end the waiting, but the best is the maximum all the same.
 */
export function earlyStopping(
  accuracy: readonly Measurement[],
  { patience, minDelta = 0 }: EarlyStoppingRule,
): Verdict {
  let best: Measurement | undefined;
  let last = Number.NEGATIVE_INFINITY;
  let waited = 0;
  for (const measurement of accuracy) {
    if (!best || measurement.value > best.value) best = measurement;
    waited++;
    if (measurement.value > last + minDelta) {
      last = measurement.value;
      waited = 0;
    }
  }
  const stop =
    waited >= patience ? `no new best validation accuracy in ${waited} measurements` : undefined;
  return { best, waited, stop };
}
