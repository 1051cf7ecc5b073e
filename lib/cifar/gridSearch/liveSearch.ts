import { escapeHtml, liveDisplay } from "../../display/index.ts";
import { hyperparametersText } from "./hyperparameters.ts";
import type { SearchProgress } from "./searchProgress.ts";

/**
 * Shows a search as it goes: in a notebook a progress bar, a line and the trials that run,
 * replaced in place; in a terminal one line. Anywhere else nothing.
 *
 * @param now the clock, in milliseconds
 * @returns a function to call at every change; it draws at most twice a second
 */
export function liveSearch(now?: () => number): (progress: SearchProgress) => void {
  return liveDisplay(line, html, now);
}

/** "4 of 9 trials · best 43.2 % (learningRate 0.05, kernelSize 3) · 80 s left". */
function line({ ended, trials, best, secondsLeft, stopped }: SearchProgress): string {
  const percent = best && `${(100 * best.validationAccuracy).toFixed(1)} %`;
  return [
    `${ended} of ${trials} trials`,
    ...(best ? [`best ${percent} (${hyperparametersText(best.hyperparameters)})`] : []),
    stopped ?? (secondsLeft === undefined ? "starting" : `${Math.ceil(secondsLeft)} s left`),
  ].join(" · ");
}

function html({ ended, trials, running }: SearchProgress, text: string): string {
  const bar = (value: number, max: number, label: string, width: string) =>
    `<progress max="${max}" value="${value}" aria-label="${label}" style="width:${width}"></progress>`;
  const done = running.reduce((sum, trial) => sum + trial.iteration / trial.iterations, ended);
  const rows = running.map(({ hyperparameters, iteration, iterations }) => {
    const name = escapeHtml(hyperparametersText(hyperparameters));
    const label = `${name}: iteration ${iteration} of ${iterations}`;
    return `<div>${bar(iteration, iterations, "trial", "8em")} ${label}</div>`;
  });
  return [bar(done, trials, "search", "100%"), `<div>${escapeHtml(text)}</div>`, ...rows].join("");
}
