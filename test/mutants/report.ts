import type { Judged } from "./judge.ts";
import { isMeant, type Known } from "./known.ts";
import { nameOf } from "./mutants.ts";

/** The least share of the mutants to be killed that an area is held to. */
export function leastShare(folder: string): number {
  return /^lib\/(ops|knn|cifar|data)\b/.test(folder) ? 0.95 : 0.9;
}

export interface Rate {
  readonly killed: number;
  /** Those that the type check lets pass and that are not listed as to survive. */
  readonly valid: number;
  /** Of what was drawn, in words. */
  readonly text: string;
  readonly holds: boolean;
}

export function rateOf(folder: string, judged: readonly Judged[], known: readonly Known[]): Rate {
  const count = (fate: Judged["fate"]) => judged.filter((each) => each.fate === fate).length;
  const [refused, late] = [count("refused"), count("timed out")];
  const killed = count("killed") + late;
  const survived = judged.filter(({ fate }) => fate === "survived");
  const unlisted = survived.filter(({ mutant }) => !known.some((entry) => isMeant(entry, mutant)));
  const valid = killed + unlisted.length;
  const share = valid === 0 ? 1 : killed / valid;
  return {
    killed,
    valid,
    text:
      `${killed} of ${valid} killed (${(100 * share).toFixed(0)} %, ${late} by the time limit); ` +
      `${refused} more refused by type check or lint, ${survived.length - unlisted.length} listed as to survive`,
    holds: share >= leastShare(folder),
  };
}

/** A survivor: its place, its change, and the tests that did not notice. */
export function survivor({ mutant, tests }: Judged, known: readonly Known[]): string {
  const entry = known.find((each) => isMeant(each, mutant));
  const ran = tests.length > 0 ? tests.join(" ") : "no test reaches it";
  return `${nameOf(mutant)}\n    ${entry ? `listed: ${entry.reason}` : ran}`;
}
