import { randomPermutation, seededRandom } from "lib/data";
import { type Change, changesOf } from "./changes.ts";

/** A source with one fault in it. */
export interface Mutant extends Change {
  /** The source, from the root of the project. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What stands in that line, without the blanks around it. */
  readonly lineText: string;
  /** The text that becomes `text`. */
  readonly before: string;
}

/** The share of a sample that may be faults of one kind. */
const SHARE = 0.2;

export function mutantsOf(file: string, source: string): Mutant[] {
  return changesOf(source).map((change) => {
    const line = source.slice(0, change.start).split("\n").length;
    const lineText = source.split("\n")[line - 1].trim();
    return { ...change, file, line, lineText, before: source.slice(change.start, change.end) };
  });
}

/** The source as the mutant has it. */
export function mutated(source: string, { start, end, text }: Change): string {
  return source.slice(0, start) + text + source.slice(end);
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

/** `15: a < b: "<" → "<="`, on one line. */
export function nameOf({ file, line, lineText, before, text }: Mutant): string {
  return `${file}:${line}  ${lineText}\n    ${oneLine(before)}  →  ${oneLine(text)}`;
}

export function oneLine(text: string): string {
  const joined = text.replaceAll(/\s+/g, " ");
  return joined.length > 120 ? `${joined.slice(0, 119)}…` : joined;
}
