import { displayInPlace, tableBundle } from "../../display/index.ts";
import { type Change, type ChangeRuns, changes } from "./changes.ts";
import type { GridSearchOptions } from "./gridSearch.ts";
import { seedRuns } from "./seedRuns.ts";

/**
 * Trains the assignment's network with each change that is `tried`, once a seed, without early stopping. A table in
 * place fills as they end; `directory` keeps the runs.
 *
 * @param options what all runs share, but for what a change changes
 * @throws Error naming the seed when a run has not finished
 */
export async function measureChanges(
  seeds: readonly number[],
  options: GridSearchOptions & { readonly iterations: number },
  tried: readonly Change[] = changes,
): Promise<ChangeRuns[]> {
  const show = displayInPlace();
  const measured: ChangeRuns[] = [];
  for (const change of tried) {
    const { iterations } = options;
    const alike = { ...options, patience: iterations, onProgress() {}, ...change.options };
    const runs = await seedRuns(seeds, alike);
    const rounded = runs.map(({ seed, accuracy, loss, seconds }) => {
      return { seed, accuracy, loss: Number(loss.toFixed(4)), seconds: Math.round(seconds) };
    });
    measured.push({ ...change, iterations, runs: rounded });
    show?.(tableBundle(measured.map(row)));
  }
  return measured;
}

function row({ name, runs }: ChangeRuns): Record<string, string> {
  const percents = runs.map(({ accuracy }) => `${(100 * accuracy).toFixed(1)} %`);
  return { change: name, "validation accuracy of each seed": percents.join(", ") };
}
