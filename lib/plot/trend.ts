/** What a curve does, in words: "from 2.3 to 1.5, lowest 1.2, highest 2.4". */
export function trend(values: readonly number[]): string {
  if (values.length === 0) return "through no values";
  const [first, last, low, high] = [
    values[0],
    values[values.length - 1],
    Math.min(...values),
    Math.max(...values),
  ].map((value) => Number(value.toPrecision(3)));
  return `from ${first} to ${last}, lowest ${low}, highest ${high}`;
}
