import { checkSeed, type Random, seededRandom } from "../data/random.ts";

/** How a grade is found. */
export interface GradeOptions {
  /**
   * Draws further cases for the check, which then has to be right in all of them: an instructor's
   * hidden checks. Default: the cases that the student sees.
   */
  seed?: number;
}

/**
 * The draws of further cases; undefined without a seed.
 *
 * @throws RangeError unless the seed is a whole number from 0
 */
export function drawsOf(caller: string, { seed }: GradeOptions): Random | undefined {
  if (seed === undefined) return undefined;
  checkSeed(caller, seed);
  return seededRandom(`${caller} ${seed}`);
}

/** A whole number from `least` to `most`. */
export function between(least: number, most: number, random: Random): number {
  return least + Math.floor(random() * (most - least + 1));
}
