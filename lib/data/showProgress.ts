import { displayInPlace, escapeHtml, type Terminal, terminalLine } from "../display/index.ts";
import { MEGABYTE } from "./megabyte.ts";

/** How far something that takes long has come. */
export interface Progress {
  /** What is going on: "Downloading train-images-idx3-ubyte.gz". */
  readonly what: string;
  /** Bytes. */
  readonly done: number;
  /** Bytes, where it is known. */
  readonly total?: number;
}

/**
 * Shows a progress in place: under the cell in a notebook, as one line in a terminal, and elsewhere
 * not at all.
 *
 * @param now the clock, in milliseconds
 */
export function showProgress(
  now: () => number = Date.now,
  terminal?: Terminal,
): (progress: Progress) => void {
  const inNotebook = displayInPlace();
  const inTerminal = terminalLine(terminal);
  let start: { readonly what: string; readonly done: number; readonly time: number } | undefined;
  let due: number;
  return (progress) => {
    const { what, done, total } = progress;
    const time = now();
    if (start?.what !== what) start = { what, done, time };
    else if (time < due && done !== total) return;
    due = time + 250;
    const text = textOf(progress, (1000 * (done - start.done)) / (time - start.time));
    if (!inNotebook) return inTerminal(text);
    const bar =
      `<progress max="${total}" value="${done}" aria-label="${escapeHtml(what)}" ` +
      'style="width:100%"></progress>';
    inNotebook({
      "text/plain": text,
      "text/html": total ? `${bar}<div>${text}</div>` : `<div>${text}</div>`,
    });
  };
}

/** "Downloading train-images-idx3-ubyte.gz · 4.2 of 9.9 MB · 1.2 MB/s · 5 s left". */
function textOf({ what, done, total }: Progress, bytesPerSecond: number): string {
  const MB = (bytes: number) => (bytes / MEGABYTE).toFixed(1);
  const moves = bytesPerSecond > 0 && Number.isFinite(bytesPerSecond);
  return [
    what,
    ...(total ? [`${MB(done)} of ${MB(total)} MB`] : done ? [`${MB(done)} MB`] : []),
    ...(moves ? [`${MB(bytesPerSecond)} MB/s`] : []),
    ...(moves && total ? [`${Math.ceil((total - done) / bytesPerSecond)} s left`] : []),
  ].join(" · ");
}
