import { type GridSearchOptions, gridSearch } from "./gridSearch.ts";

/** How one of several runs went that differ in their seed alone. */
export interface SeedRun {
  readonly seed: number;
  /** The best measurement on the validation images, 0 to 1. */
  readonly accuracy: number;
  /** Mean of the last training losses, 50 unless there are fewer. */
  readonly loss: number;
  readonly seconds: number;
}

/**
 * Trains the same network once a seed, which gives other initial weights and another order of the images, as
 * `gridSearch` does: a run a core, kept in `directory`. The runs come in the order of the seeds.
 *
 * @throws Error naming the seed when a run has not finished
 */
export async function seedRuns(
  seeds: readonly number[],
  options: GridSearchOptions,
): Promise<SeedRun[]> {
  const { trials } = await gridSearch({ seed: seeds }, options);
  return seeds.map((seed) => {
    const trial = trials.find(({ hyperparameters }) => hyperparameters.seed === seed);
    if (trial?.status !== "finished") {
      const why = trial ? `${trial.status}: ${trial.reason}` : "was interrupted";
      throw new Error(`seedRuns: the run with seed ${seed} ${why}`);
    }
    const { history, validationAccuracy: accuracy, seconds } = trial;
    const last = history.trainLoss.slice(-50).map(({ value }) => value);
    const loss = last.reduce((sum, value) => sum + value, 0) / last.length;
    return { seed, accuracy, loss, seconds };
  });
}
