import { liveDisplay } from "../display/index.ts";
import { curveSvg } from "./curveSvg.ts";
import { type Measurement, runningMean } from "./learningCurves.ts";
import { PALETTE } from "./theme.ts";

/** How far a training run has come. */
export interface Progress {
  readonly iteration: number;
  readonly iterations: number;
  /** The latest that is known. */
  readonly loss?: number;
  readonly imagesPerSecond: number;
  /** Until all iterations are done or, with early stopping, no measurement is a new best. */
  readonly secondsLeft: number;
  /** Until all iterations are done; as `secondsLeft` unless given. */
  readonly secondsAtMost?: number;
  readonly trainLoss: readonly Measurement[];
  readonly validationAccuracy: readonly Measurement[];
  /** Why the run ended; absent while it goes on. */
  readonly stopped?: string;
}

/**
 * Shows a run as it goes: in a notebook a progress bar and both learning curves, replaced in
 * place; in a terminal one line. Anywhere else nothing.
 *
 * @param now the clock, in milliseconds
 * @returns a function to call after every iteration; it draws at most twice a second
 */
export function liveProgress(now?: () => number): (progress: Progress) => void {
  return liveDisplay(line, html, now);
}

/** "iteration 350 of 1000 · loss 1.893 · 4,600 images/s · 14 s left". */
function line(progress: Progress): string {
  const { iteration, iterations, loss, imagesPerSecond, stopped } = progress;
  const accuracy = progress.validationAccuracy.at(-1);
  return [
    `iteration ${iteration} of ${iterations}`,
    ...(loss === undefined ? [] : [`loss ${loss.toFixed(3)}`]),
    ...(accuracy ? [`validation ${(100 * accuracy.value).toFixed(1)} %`] : []),
    `${Math.round(imagesPerSecond).toLocaleString("en")} images/s`,
    stopped ?? timeLeft(progress),
  ].join(" · ");
}

/** "14 s left", or "14 s left, 40 s with new bests" where early stopping may end the run. */
function timeLeft({ secondsLeft, secondsAtMost = secondsLeft }: Progress): string {
  const [least, most] = [secondsLeft, secondsAtMost].map(Math.ceil);
  return least === most ? `${least} s left` : `${least} s left, ${most} s with new bests`;
}

/** The progress bar, the line and the two curves; the loss as its mean over 20 iterations. */
function html(progress: Progress, text: string): string {
  const { iteration, iterations, trainLoss, validationAccuracy } = progress;
  const loss = { title: "Training loss", points: runningMean(trainLoss, 20), iterations };
  const accuracy = { title: "Validation accuracy", points: validationAccuracy, iterations };
  return [
    `<progress max="${iterations}" value="${iteration}" aria-label="training" style="width:100%">`,
    `</progress><div>${text}</div>`,
    curveSvg({ ...loss, format: (value) => value.toFixed(2) }),
    curveSvg({ ...accuracy, format: (value) => `${(100 * value).toFixed(0)} %` }, PALETTE[1]),
  ].join("");
}
