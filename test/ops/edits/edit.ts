/** Texts of a solution, and what a mistake puts in their places all over its source. */
export type Edit = readonly (readonly [right: string, wrong: string])[];

/** The source with an edit, whose texts are replaced at once. */
export function edited(source: string, [first, ...rest]: Edit): string {
  if (!first) return source;
  const [right, wrong] = first;
  return source
    .split(right)
    .map((part) => edited(part, rest))
    .join(wrong);
}

/** A sentence, or what those of one form have in common, and the edits that earn it. */
export type Row = readonly [string | RegExp, (...parts: string[]) => readonly Edit[]];
export const row = (sentence: string | RegExp, ...edits: readonly Edit[]): Row => [
  sentence,
  () => edits,
];

export const ends: readonly Row[] = [
  [
    /^The last (\w+) is left out: the loop runs while \w+ < (height|width|filters|\w*F\w+|kern\w+)\.$/,
    (name, size) => [[[`${name} < this.${size}`, `${name} < this.${size} - 1`]]],
  ],
  [/^The first (\w+) is left out/, (name) => [[[`let ${name} = 0`, `let ${name} = 1`]]]],
  row("The last y and the last x are left out: the loops run while y < height and x < width.", [
    ["y < this.height", "y < this.height - 1"],
    ["x < this.width", "x < this.width - 1"],
  ]),
];

/** The forward pass sets the sum back before the loops over y, x and f, and no more in them. */
export const running: Row = row(
  "The sum is not set back to 0 for every y, x and f: it holds what the ones before left.",
  ...["this.resetValues();", "for (let x = 0;", "for (let f = 0;"].map((place): Edit => {
    const before = place.startsWith("for") ? `let z = 0; ${place}` : `${place} let z = 0;`;
    return [
      ["let z = 0;", ""],
      [place, before],
    ];
  }),
);

/** The orders of y, x and f other than their own. */
export const wrongOrders = ["y, f, x", "x, y, f", "x, f, y", "f, y, x", "f, x, y"];
