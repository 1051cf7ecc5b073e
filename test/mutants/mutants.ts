import { randomPermutation, seededRandom } from "lib/data";
import { type Change, changesOf } from "./changes.ts";

/** A source with one fault in it. */
export interface Mutant extends Change {
  /** The source, from the root of the project. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** That line, with what becomes `text` in ⟦ ⟧: it tells the place, wherever the line stands. */
  readonly place: string;
}

/** The share of a sample that may be faults of one kind. */
const SHARE = 0.2;

/** @param changes which faults a source can get */
export function mutantsOf(file: string, source: string, changes = changesOf): Mutant[] {
  return changes(source).map((change) => {
    const [before, within, after] = parts(source, change);
    const line = before.split("\n").length;
    const [first, ...others] = within.split("\n");
    const rest = others.length > 0 ? "…⟧" : `⟧${after.split("\n")[0]}`;
    const place = `${before.split("\n")[line - 1]}⟦${first}${rest}`.trim();
    return { ...change, file, line, place };
  });
}

/** The source as the mutant has it. */
export function mutated(source: string, change: Change): string {
  const [before, , after] = parts(source, change);
  return before + change.text + after;
}

/** A source before, within and after what changes. */
function parts(source: string, { start, end }: Change): [string, string, string] {
  return [source.slice(0, start), source.slice(start, end), source.slice(end)];
}

/** `count` of the mutants, at most a fifth of one kind: the same seed takes the same ones. */
export function sample(mutants: readonly Mutant[], count: number, seed: number): Mutant[] {
  const most = Math.ceil(count * SHARE);
  const taken: Mutant[] = [];
  const ofKind = new Map<string, number>();
  for (const at of randomPermutation(mutants.length, seededRandom(seed))) {
    const mutant = mutants[at];
    const so = ofKind.get(mutant.kind) ?? 0;
    if (taken.length === count || so === most) continue;
    ofKind.set(mutant.kind, so + 1);
    taken.push(mutant);
  }
  return taken;
}

/** `lib/knn/f.ts:15  if (a ⟦<⟧ b)  →  <=`, on one line. */
export function nameOf({ file, line, place, text }: Mutant): string {
  return `${file}:${line}  ${place}  →  ${oneLine(text)}`;
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
