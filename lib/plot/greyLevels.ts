/** Numbers as bytes for a picture: `low` becomes 0, black, and `high` 255, white. */
export function greyLevels(numbers: ArrayLike<number>, low: number, high: number): Uint8Array {
  // A clamped array rounds, and holds what lies outside at 0 and 255.
  const levels = Uint8ClampedArray.from(numbers, (x) => (255 * (x - low)) / (high - low));
  return new Uint8Array(levels.buffer);
}
