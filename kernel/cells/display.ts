import type { Display } from "../threads.ts";
import { showResult, toJson } from "./bundle.ts";
import { tell } from "./link.ts";

/** Puts a MIME bundle under the cell, or updates the one with the same display id. */
export function display(content: Display, update = false): void {
  tell({ kind: "display", json: toJson(content), update: Boolean(update) });
}

/** Puts a value under the cell, in the form that it has as the cell's last value. */
export function show(value: unknown): void {
  const put = (json: string) => tell({ kind: "display", json, update: false });
  const shown = showResult(value);
  if (typeof shown === "string") put(shown);
  else void shown.then(put);
}
