import type { CnnOptions } from "../network/cifarCnn.ts";
import type { ScheduleName } from "../training/schedule.ts";
import type { Hyperparameters as TrainingHyperparameters } from "../training/trainOptions.ts";

/**
 * What determines a trial besides the data, as plain values: what `cifarCnn` and `train` take.
 * `seed` is that of both.
 */
export type TrialHyperparameters = Omit<CnnOptions, "classes" | "channels"> &
  Omit<TrainingHyperparameters, "schedule"> & { schedule?: ScheduleName };

/** The values to try of each hyperparameter. */
export type SearchSpace = {
  readonly [Name in keyof TrialHyperparameters]?: readonly NonNullable<
    TrialHyperparameters[Name]
  >[];
};

export const HYPERPARAMETERS: readonly string[] = Object.keys({
  preset: true,
  layers: true,
  filters: true,
  kernelSize: true,
  batchNorm: true,
  size: true,
  iterations: true,
  batchSize: true,
  learningRate: true,
  schedule: true,
  optimizer: true,
  momentum: true,
  weightDecay: true,
  augment: true,
  validateEvery: true,
  patience: true,
  minDelta: true,
  seed: true,
} satisfies Record<keyof TrialHyperparameters, true>);

/** Every combination of the values; those of the last hyperparameter change fastest. */
export function combinations(space: SearchSpace): TrialHyperparameters[] {
  return Object.entries(space).reduce<TrialHyperparameters[]>(
    (all, [name, values]) =>
      all.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value }))),
    [{}],
  );
}

/** A hyperparameter's value in words: [16, 16, 32] is "16, 16, 32". */
export function valueText(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** Hyperparameters in words: "learningRate 0.05, kernelSize 3". */
export function hyperparametersText(hyperparameters: TrialHyperparameters): string {
  return Object.entries(hyperparameters)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? `[${value}]` : value}`)
    .join(", ");
}
