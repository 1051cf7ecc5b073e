import type { Figure } from "./figure.ts";
import { figureBundle } from "./figure.ts";
import { type Measurement, trainingLoss, validationAccuracy } from "./learningCurves.ts";
import { displayInPlace, type MimeBundle } from "./mime.ts";

/** How far a training run has come. */
export interface Progress {
  readonly iteration: number;
  readonly iterations: number;
  readonly loss: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
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
 * @returns a function to call after every iteration; it draws at most a few times a second
 */
export function liveProgress(now: () => number = Date.now): (progress: Progress) => void {
  const showBar = displayInPlace();
  const showCurves = displayInPlace();
  if (!showBar || !showCurves) return terminalLine(now);
  const barDue = atMostEvery(250, now);
  const curvesDue = atMostEvery(1000, now);
  return (progress) => {
    const last = progress.stopped !== undefined;
    if (barDue() || last) showBar(barBundle(progress));
    if (curvesDue() || last) showCurves(figureBundle(curves(progress)));
  };
}

function terminalLine(now: () => number): (progress: Progress) => void {
  const out = globalThis.process?.stderr;
  if (!out?.isTTY) return () => {};
  const due = atMostEvery(250, now);
  return (progress) => {
    const last = progress.stopped !== undefined;
    if (due() || last) out.write(`\r\x1b[K${line(progress)}${last ? "\n" : ""}`);
  };
}

function atMostEvery(milliseconds: number, now: () => number): () => boolean {
  let next = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() < next) return false;
    next = now() + milliseconds;
    return true;
  };
}

/** "iteration 350 of 1000 · loss 1.893 · 4,600 images/s · 14 s left". */
function line(progress: Progress): string {
  const { iteration, iterations, loss, imagesPerSecond, secondsLeft, stopped } = progress;
  const accuracy = progress.validationAccuracy.at(-1);
  return [
    `iteration ${iteration} of ${iterations}`,
    `loss ${loss.toFixed(3)}`,
    ...(accuracy ? [`validation ${(100 * accuracy.value).toFixed(1)} %`] : []),
    `${Math.round(imagesPerSecond).toLocaleString("en")} images/s`,
    stopped ?? `${Math.ceil(secondsLeft)} s left`,
  ].join(" · ");
}

function barBundle(progress: Progress): MimeBundle {
  const text = line(progress);
  return {
    "text/html":
      `<progress max="${progress.iterations}" value="${progress.iteration}" ` +
      `aria-label="training" style="width:100%"></progress><div>${text}</div>`,
    "text/plain": text,
  };
}

/** Both learning curves side by side. */
function curves(progress: Progress): Figure {
  const left = trainingLoss(progress.trainLoss);
  const right = validationAccuracy(progress.validationAccuracy);
  return {
    data: [...left.data, ...right.data.map((trace) => ({ ...trace, xaxis: "x2", yaxis: "y2" }))],
    layout: {
      ...left.layout,
      title: "Training loss and validation accuracy",
      showlegend: false,
      xaxis: { ...left.layout.xaxis, domain: [0, 0.45], range: [0, progress.iterations] },
      xaxis2: {
        ...right.layout.xaxis,
        domain: [0.55, 1],
        range: [0, progress.iterations],
        anchor: "y2",
      },
      yaxis2: { ...right.layout.yaxis, anchor: "x2" },
    },
  };
}
