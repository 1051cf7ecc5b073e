/** Throws a RangeError that names `op` and the option when `value` is no whole number from `least` up. */
export function checkWholeNumber(op: string, option: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least)
    throw new RangeError(`${op}: ${option} is ${value}, it takes a whole number from ${least} up`);
}
