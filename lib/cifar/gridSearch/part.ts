import { roughCost } from "./roughCost.ts";
import type { Entry } from "./trial.ts";

/** A share of a search: the third of nine. */
export interface Part {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

/**
 * The share that is asked for, by the option or else by CNN_PART: "3/9", the third of nine parts.
 *
 * @returns undefined where all is to run
 * @throws RangeError unless it is two whole numbers, the first from 1 to the second
 * @throws Error when there is no directory, without which the parts would not come together
 */
export function wantedPart(
  option: string | undefined,
  directory: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = globalThis.process?.env ?? {},
): Part | undefined {
  const text = option ?? (environment.CNN_PART || undefined);
  if (text === undefined) return undefined;
  const name = option === undefined ? "CNN_PART" : "part";
  const [, index, of] = /^\s*(\d+)\s*\/\s*(\d+)\s*$/.exec(text) ?? [];
  const part = { index: Number(index), of: Number(of) };
  if (!(part.index >= 1 && part.index <= part.of && Number.isSafeInteger(part.of))) {
    throw new RangeError(
      `gridSearch: ${name} is ${JSON.stringify(text)}, it takes "3/9" for the third of nine parts, ` +
        "which count from 1 (with SLURM: --array=1-9)",
    );
  }
  if (directory !== undefined) return part;
  throw new Error(
    `gridSearch: ${name} is "${partText(part)}" and there is no directory; name one that all parts ` +
      "share, or what this part finds is lost",
  );
}

/** "3/9". */
export function partText({ index, of }: Part): string {
  return `${index}/${of}`;
}

/**
 * The entries of a part: dealt out by what they may cost, so that every part has long and short
 * ones. The parts of a search have each entry once.
 */
export function entriesOf<Some extends Entry>(
  entries: readonly Some[],
  { index, of }: Part,
): Some[] {
  const byCost = entries.toSorted((a, b) => roughCost(b.settings) - roughCost(a.settings));
  return byCost.filter((_, i) => i % of === index - 1);
}
