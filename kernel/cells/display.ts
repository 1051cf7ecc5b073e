import type { Display } from "../threads.ts";
import { showResult, toJson } from "./bundle.ts";
import { tell } from "./outlet.ts";

/** Puts a MIME bundle under the cell, or updates the one with the same display id. */
export function display(content: Display, update = false): void {
  tell({ kind: "display", json: toJson(content), update: Boolean(update) });
}

/** The values that the running cell has shown and that are still being read. */
let pending: Promise<unknown>[] | undefined;

/** Takes note from now on of what the cell shows. */
export function openDisplays(): void {
  pending = [];
}

/** Ends that; returns what is still being read, and rejects if it cannot be. */
export function closeDisplays(): Promise<unknown> | undefined {
  const left = pending;
  pending = undefined;
  return left?.length ? Promise.all(left) : undefined;
}

/**
 * Puts a value under the cell, in the form that it has as the cell's last value. The cell ends
 * when the value is there, or fails if it cannot be read.
 */
export function show(value: unknown): void {
  const put = (json: string) => tell({ kind: "display", json, update: false });
  const shown = showResult(value);
  if (typeof shown === "string") put(shown);
  else wait(shown.then(put));
}

function wait(placed: Promise<void>): void {
  if (!pending) return; // no cell runs: what is wrong is reported as any unhandled error
  placed.catch(() => {}); // until the cell ends, which may be later
  pending.push(placed);
}
