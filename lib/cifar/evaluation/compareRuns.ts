/** Whether runs of one kind did better than runs of another. */
export interface Comparison {
  /** Mean of the first minus mean of the second. */
  readonly difference: number;
  /** How far such a difference scatters, by the scatter of the runs. */
  readonly standardError: number;
  /** How often chance alone would bring a difference at least as large, either way, were both kinds equally good. */
  readonly chance: number;
}

/**
 * Student's t-test of two kinds of runs: with the means ā and b̄ of m and n runs,
 *
 *     s² = (Σ (a_i − ā)² + Σ (b_i − b̄)²) / (m + n − 2)
 *     standardError = s √(1/m + 1/n)      t = (ā − b̄) / standardError
 *
 * and `chance` is the probability of |t| or more with m + n − 2 degrees of freedom. It takes runs of one
 * kind to scatter as much as those of the other, about normally.
 *
 * @throws RangeError when a kind has no run, both together fewer than 3, or a number is not finite
 */
export function compareRuns(a: readonly number[], b: readonly number[]): Comparison {
  const freedom = a.length + b.length - 2;
  if (a.length < 1 || b.length < 1 || freedom < 1 || ![...a, ...b].every(Number.isFinite)) {
    throw new RangeError(
      `compareRuns: runs [${a}] and [${b}]; it takes a finite number or more of each, and 3 in all`,
    );
  }
  const difference = mean(a) - mean(b);
  const squares = [a, b].flatMap((runs) => runs.map((run) => (run - mean(runs)) ** 2));
  const variance = squares.reduce((sum, square) => sum + square, 0) / freedom;
  const standardError = Math.sqrt(variance * (1 / a.length + 1 / b.length));
  const chance = difference === 0 ? 1 : studentTail(Math.abs(difference) / standardError, freedom);
  return { difference, standardError, chance };
}

/**
 * The probability of |T| ≥ t by Student's distribution with n degrees of freedom, exactly: a finite sum in
 * cos θ, θ = arctan(t/√n) (Abramowitz and Stegun, 26.7.3 and 26.7.4).
 */
function studentTail(t: number, n: number): number {
  const theta = Math.atan(t / Math.sqrt(n));
  const [sin, cos] = [Math.sin(theta), Math.cos(theta)];
  let term = n % 2 === 0 ? 1 : cos;
  let sum = n === 1 ? 0 : term;
  for (let k = n % 2 === 0 ? 2 : 3; k < n; k += 2) sum += term *= (cos * cos * (k - 1)) / k;
  const inside = n % 2 === 0 ? sin * sum : (2 / Math.PI) * (theta + sin * sum);
  return Math.max(0, 1 - inside); // rounding may bring more than 1
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
