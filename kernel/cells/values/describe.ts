import { excerpt, leftOut } from "./excerpt.ts";
import { formatNumber } from "./formatNumbers.ts";
import { type Numeric, sizeOf } from "./numeric.ts";

/** In larger arrays looking at each number would take too long. */
const MOST_NUMBERS = 1e6;

/** The least, mean and greatest of an array's numbers, and how many are not a number. */
function range(array: Numeric): string {
  const size = sizeOf(array.shape);
  if (size > MOST_NUMBERS) return "";
  let [least, greatest, sum, numbers, missing] = [Infinity, -Infinity, 0, 0, 0];
  for (let i = 0; i < size; i++) {
    const value = array.at(i);
    if (typeof value !== "number") return "";
    if (Number.isNaN(value)) {
      missing++;
      continue;
    }
    numbers++;
    sum += value;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const notes = missing ? [`${missing} NaN`] : [];
  if (numbers > 1) {
    const texts = [least, sum / numbers, greatest].map(formatNumber);
    notes.unshift(`min ${texts[0]}, mean ${texts[1]}, max ${texts[2]}`);
  }
  return notes.join(", ");
}

/** Kind, shape and dtype of an array in a line, such as `ndarray [2,3] float64`. */
export function title({ kind, shape, dtype }: Numeric): string {
  return kind.toLowerCase() === `${dtype}array`
    ? `${kind} [${shape}]`
    : `${kind} [${shape}] ${dtype}`;
}

/** An array in one line: its title and its first values. */
export function summary(array: Numeric): string {
  const first = Array.from({ length: Math.min(3, sizeOf(array.shape)) }, (_, i) => array.at(i));
  const texts = first.map((value) =>
    typeof value === "number" ? formatNumber(value) : JSON.stringify(value),
  );
  if (sizeOf(array.shape) > 3) texts.push("…");
  return `${title(array)}: ${texts.join(", ")}`;
}

/** An array as a title, what it holds and what of it is left out. */
export function describe(array: Numeric): { head: string; body: string; note: string } {
  const left = leftOut(array).toLocaleString("en");
  const size = sizeOf(array.shape).toLocaleString("en");
  return {
    head: [title(array), range(array)].filter(Boolean).join(": "),
    body: excerpt(array),
    note: left === "0" ? "" : `… ${left} of ${size} values are left out; ${array.all} prints all.`,
  };
}
