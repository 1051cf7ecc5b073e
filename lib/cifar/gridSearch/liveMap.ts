import { escapeHtml } from "../../display/index.ts";
import { type TrialHyperparameters, valueText } from "./hyperparameters.ts";
import type { SearchProgress } from "./searchProgress.ts";

/** A map has at most this many cells; a larger one would not be read. */
const MOST = 200;

/**
 * A search's map as a table that fills in: of each pair of values of the first two hyperparameters
 * that vary the best trial so far, darker where its accuracy is higher among those there are. Empty
 * where fewer than two vary.
 */
export function liveMap({ space, trials }: SearchProgress["soFar"]): string {
  const [rows, columns] = Object.entries(space).filter(([, values]) => values.length > 1);
  if (!columns || rows[1].length * columns[1].length > MOST) return "";
  const accuracies = trials.flatMap((trial) =>
    trial.status === "finished" ? [trial.validationAccuracy] : [],
  );
  const [least, most] = [Math.min(...accuracies), Math.max(...accuracies)];
  const valueIn = (hyperparameters: TrialHyperparameters, name: string) =>
    valueText(Object.entries(hyperparameters).find(([own]) => own === name)?.[1]);
  const cell = (row: unknown, column: unknown) => {
    const best = trials.find(
      ({ hyperparameters: own }) =>
        valueIn(own, rows[0]) === valueText(row) && valueIn(own, columns[0]) === valueText(column),
    );
    if (best?.status !== "finished") return `<td>${best?.status ?? ""}</td>`;
    const accuracy = best.validationAccuracy;
    const share = most > least ? (accuracy - least) / (most - least) : 1;
    const colour = `rgba(31, 119, 180, ${(0.1 + 0.5 * share).toFixed(2)})`;
    return `<td style="background:${colour}">${(100 * accuracy).toFixed(1)} %</td>`;
  };
  const header = (value: unknown, scope: string) =>
    `<th scope="${scope}">${escapeHtml(valueText(value))}</th>`;
  const body = rows[1].map(
    (row) =>
      `<tr>${header(row, "row")}${columns[1].map((column) => cell(row, column)).join("")}</tr>`,
  );
  const corner = `<th>${escapeHtml(rows[0])} \\ ${escapeHtml(columns[0])}</th>`;
  const head = columns[1].map((column) => header(column, "col")).join("");
  return (
    "<table><caption>Best validation accuracy so far</caption>" +
    `<thead><tr>${corner}${head}</tr></thead><tbody>${body.join("")}</tbody></table>`
  );
}
