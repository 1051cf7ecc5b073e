import { earlyStopping } from "./earlyStopping.ts";
import type { History } from "./history.ts";
import { USUAL_RATE } from "./optimizer.ts";
import type { Settings } from "./trainOptions.ts";

/** Why a run that was interrupted is over. */
export const INTERRUPTED = "interrupted";

/** Whether the latest loss is not a number any more. */
export function hasDiverged({ trainLoss }: History): boolean {
  const last = trainLoss.at(-1);
  return last !== undefined && !Number.isFinite(last.value);
}

/** How long a run goes on: until its patience ends, if no measurement is a gain, or its iterations. */
export function iterationsLeft(
  history: History,
  iteration: number,
  settings: Settings,
): { atLeast: number; atMost: number } {
  const { iterations, validateEvery, patience, minDelta } = settings;
  const atMost = iterations - iteration;
  if (patience === undefined) return { atLeast: atMost, atMost };
  const { waited } = earlyStopping(history.validationAccuracy, { patience, minDelta });
  const next = (validateEvery - (iteration % validateEvery)) % validateEvery;
  const measurements = Math.max(0, patience - waited - 1);
  return { atLeast: Math.min(atMost, next + measurements * validateEvery), atMost };
}

/** Why a run with this history is over; undefined while it goes on. */
export function endOf(history: History, settings: Settings): string | undefined {
  const { iterations, learningRate, optimizer, patience, minDelta } = settings;
  if (hasDiverged(history)) {
    const loss = history.trainLoss.at(-1)?.value;
    const tenth = Number((learningRate / 10).toPrecision(1));
    const rate = Math.min(tenth, USUAL_RATE[optimizer]);
    return `diverged: the loss is ${loss} at the learning rate ${learningRate}; try ${rate} or less`;
  }
  if (patience !== undefined) {
    const { stop } = earlyStopping(history.validationAccuracy, { patience, minDelta });
    if (stop) return stop;
  }
  return history.trainLoss.length >= iterations ? "all iterations done" : undefined;
}
