import { escapeHtml, kernel, liveDisplay, plainLines } from "../../display/index.ts";
import { hyperparametersText } from "./hyperparameters.ts";
import { liveMap } from "./liveMap.ts";
import type { SearchProgress, SearchWorker } from "./searchProgress.ts";

/**
 * Shows a search as it goes: in a notebook a progress bar, a line, the trials that run and a map of
 * those that have ended, replaced in place; in a terminal one line. In a log, where a search runs
 * on other machines or is a part of one, a line when a trial ends or there is something to know.
 *
 * @param now the clock, in milliseconds
 * @returns a function to call at every change; it draws at most twice a second
 */
export function liveSearch(now?: () => number): (progress: SearchProgress) => void {
  const live = liveDisplay(line, html, now);
  const log = kernel() ? () => {} : plainLines();
  return (progress) => {
    live(progress);
    const { part, notice, workers, stopped } = progress; // without the seconds, which always change
    if (part !== undefined || notice !== undefined || workers.length > 0) {
      log(line({ ...progress, stopped: stopped ?? "running" }));
    }
  };
}

/** "part 3 of 9 · 4 of 9 trials · best 43.2 % (learningRate 0.05, kernelSize 3) · 80 s left". */
function line(progress: SearchProgress): string {
  const { ended, trials, part, best, secondsLeft, workers, notice, stopped } = progress;
  const percent = best && `${(100 * best.validationAccuracy).toFixed(1)} %`;
  const left = secondsLeft === undefined ? undefined : `${Math.ceil(secondsLeft)} s left`;
  return [
    ...(part === undefined ? [] : [`part ${part.replace("/", " of ")}`]),
    `${ended} of ${trials} trials`,
    ...(best ? [`best ${percent} (${hyperparametersText(best.hyperparameters)})`] : []),
    ...(workers.length > 0 ? [countOf(workers)] : []),
    stopped ?? left ?? "starting",
    ...(notice === undefined ? [] : [notice]),
  ].join(" · ");
}

/** "3 workers on lab1, lab2". */
function countOf(workers: readonly SearchWorker[]): string {
  const hosts = [...new Set(workers.map(({ host }) => host))];
  const some = hosts.length > 4 ? `${hosts.length} hosts` : hosts.join(", ");
  return `${workers.length} worker${workers.length > 1 ? "s" : ""} on ${some}`;
}

function html({ ended, trials, running, workers, soFar }: SearchProgress, text: string): string {
  const bar = (value: number, max: number, label: string, width: string) =>
    `<progress max="${max}" value="${value}" aria-label="${label}" style="width:${width}"></progress>`;
  const done = running.reduce((sum, trial) => sum + trial.iteration / trial.iterations, ended);
  const rows = running.map(({ hyperparameters, iteration, iterations }) => {
    const name = escapeHtml(hyperparametersText(hyperparameters));
    const label = `${name}: iteration ${iteration} of ${iterations}`;
    return `<div>${bar(iteration, iterations, "trial", "8em")} ${label}</div>`;
  });
  return [
    bar(done, trials, "search", "100%"),
    `<div>${escapeHtml(text)}</div>`,
    ...rows,
    workerTable(workers),
    liveMap(soFar),
  ].join("");
}

function workerTable(workers: readonly SearchWorker[]): string {
  if (workers.length === 0) return "";
  const rows = workers.map(
    ({ host, running, ended, speed }) =>
      `<tr><td>${escapeHtml(host)}</td><td>${running}</td><td>${ended}</td><td>${speed.toFixed(1)}</td></tr>`,
  );
  const names = ["worker", "running", "ended", "iterations a second"];
  const head = names.map((name) => `<th scope="col">${name}</th>`).join("");
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
