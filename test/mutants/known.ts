import { readFileSync } from "node:fs";
import { type Mutant, oneLine } from "./mutants.ts";

/** A mutant that no test can or should notice. */
export interface Known {
  readonly file: string;
  /** What stands in the line where the fault begins, so that lines may move. */
  readonly lineText: string;
  readonly before: string;
  readonly text: string;
  readonly reason: string;
}

/** The mutants that may survive. */
export const KNOWN: readonly Known[] = JSON.parse(
  readFileSync(new URL("known.json", import.meta.url), "utf8"),
);

/** Whether an entry of the list means this mutant; blanks and the ends of long texts do not count. */
export function isMeant(entry: Known, { file, lineText, before, text }: Mutant): boolean {
  return (
    entry.file === file &&
    entry.lineText === lineText &&
    entry.before === oneLine(before) &&
    entry.text === oneLine(text)
  );
}
