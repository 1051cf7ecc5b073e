import seedrandom from "seedrandom";

/** Uniform in [0, 1), as `Math.random`, but an argument wherever it is used. */
export type Random = () => number;

/** The same seed gives the same numbers, on every machine. */
export function seededRandom(seed: number | string): Random {
  return seedrandom.alea(String(seed));
}

/** @throws RangeError naming `caller` unless the seed is a whole number from 0 */
export function checkSeed(caller: string, seed: unknown): void {
  if (Number.isSafeInteger(seed) && (seed as number) >= 0) return;
  throw new RangeError(`${caller}: seed is ${seed}, it takes a whole number from 0`);
}

/** One draw from the standard normal distribution (Box and Muller, 1958). */
export function randomNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The numbers 0 … n−1 in random order (Fisher and Yates). */
export function randomPermutation(n: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const last = order[i];
    order[i] = order[j];
    order[j] = last;
  }
  return order;
}
