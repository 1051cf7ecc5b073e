import { expect } from "chai";

/**
 * Expects numbers to be those given, to within `bound` of the largest of them, or of 1.
 *
 * One assertion for all: chai takes longer for one each than most operations for theirs.
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  bound = 1e-5,
): void {
  expect(actual.length).to.equal(expected.length);
  let scale = 1;
  for (let i = 0; i < expected.length; i++) scale = Math.max(scale, Math.abs(expected[i]));
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(actual[i] - expected[i]) <= bound * scale)) {
      expect.fail(`element ${i} is ${actual[i]}, expected ${expected[i]}`);
    }
  }
}
