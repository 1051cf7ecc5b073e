import { randomNormal, seededRandom } from "lib/data";

/** Seconds of the nine trials of a 3×3 search on one core, relative to their mean, as measured. */
export type Shape = readonly number[];

/** How much the same trial varies from run to run: the standard deviation of its logarithm. */
const SPREAD = 0.1;

/**
 * Durations of trials in seconds: each like one of the real ones, longer or shorter by chance.
 *
 * @param mean of all
 */
export function durations(count: number, mean: number, shape: Shape): number[] {
  const random = seededRandom(1);
  const drawn = Array.from({ length: count }, () => {
    const like = shape[Math.floor(shape.length * random())];
    return like * Math.exp(SPREAD * randomNormal(random));
  });
  const sum = drawn.reduce((total, each) => total + each, 0);
  return drawn.map((each) => (each * mean * count) / sum);
}

/** Seconds that workers without any cost need for these, each taking the next when it is free. */
export function leastTime(durations: readonly number[], workers: number): number {
  const free = new Array<number>(workers).fill(0);
  for (const duration of durations) {
    const first = free.indexOf(Math.min(...free));
    free[first] += duration;
  }
  return Math.max(...free);
}
