import { readFileSync } from "node:fs";
import { type Mutant, oneLine } from "./mutants.ts";

/** A mutant that no test can or should notice. */
export interface Known {
  readonly file: string;
  /** As a survivor is listed: the line with the place in ⟦ ⟧, and what stands there then. */
  readonly place: string;
  readonly text: string;
  readonly reason: string;
}

/** The mutants that may survive. */
export const KNOWN: readonly Known[] = JSON.parse(
  readFileSync(new URL("known.json", import.meta.url), "utf8"),
);

export function isMeant(entry: Known, { file, place, text }: Mutant): boolean {
  return entry.file === file && entry.place === place && entry.text === oneLine(text);
}
