import type { Display } from "../threads.ts";
import { toJson } from "./bundle.ts";
import { tell } from "./link.ts";

/** Puts a MIME bundle under the cell, or updates the one with the same display id. */
export function display(content: Display, update = false): void {
  tell({ kind: "display", json: toJson(content), update: Boolean(update) });
}
