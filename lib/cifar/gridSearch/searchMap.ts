import { type Figure, heatMap } from "../../plot/index.ts";
import { type SearchSpace, type TrialHyperparameters, valueText } from "./hyperparameters.ts";
import type { SearchResult } from "./searchResult.ts";

/**
 * Draws the validation accuracies of a search over two of its hyperparameters, and of each cell's
 * trials the best; where none has finished, the cell says what became of them. It takes a
 * search's result, or what there is of it: the `soFar` of its progress.
 *
 * @throws RangeError when the search has not varied one of them
 */
export function searchMap(
  { space, trials }: Pick<SearchResult, "space" | "trials">,
  columns: keyof TrialHyperparameters,
  rows: keyof TrialHyperparameters,
): Figure {
  const [columnNames, rowNames] = [columns, rows].map((name) => valuesOf(space, name));
  const cell = (row: string, column: string) => {
    const best = trials.find(
      ({ hyperparameters: h }) => valueText(h[rows]) === row && valueText(h[columns]) === column,
    );
    return best?.status === "finished"
      ? 100 * best.validationAccuracy
      : (best?.status ?? "missing");
  };
  return heatMap({
    title: "Best validation accuracy",
    columns: { title: columns, names: columnNames },
    rows: { title: rows, names: rowNames },
    cells: rowNames.map((row) => columnNames.map((column) => cell(row, column))),
    format: (accuracy) => `${accuracy.toFixed(1)} %`,
  });
}

function valuesOf(space: SearchSpace, name: keyof TrialHyperparameters): string[] {
  const values = space[name];
  if (values) return values.map(valueText);
  throw new RangeError(
    `searchMap: the search has not varied ${name}; name two of ${Object.keys(space).join(", ")}`,
  );
}
