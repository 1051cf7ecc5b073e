/**
 * Checks an option of an op.
 *
 * @throws RangeError that names both unless `value` is a whole number from `least` up
 */
export function checkWholeNumber(op: string, option: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`${op}: ${option} is ${value}, it takes a whole number from ${least} up`);
  }
}
