import { formatNumbers } from "./formatNumbers.ts";
import { type Numeric, sizeOf } from "./numeric.ts";

/** Up to so many values an array is written in full. */
const FULL = 200;
/** A longer row is cut, even if the array is small. */
const LONGEST_ROW = 100;
/** A row as short as this fits on a line, also of a large array. */
const SHORT_ROW = 12;
/** The characters of a line. */
const WIDTH = 120;

const GAP = "…";
type Nested = (number | typeof GAP | Nested)[];

/** How many entries are kept at either end of an axis. */
function kept({ shape }: Numeric, axis: number): number {
  const inner = shape.length - 1 - axis;
  const isSmall = sizeOf(shape) <= FULL;
  const longest = isSmall ? LONGEST_ROW : SHORT_ROW;
  if (inner ? isSmall : shape[axis] <= longest) return Number.POSITIVE_INFINITY;
  if (shape.length === 1) return 8;
  if (shape.length === 2) return 4;
  return inner === 0 ? 3 : inner === 1 || shape.length === 3 ? 2 : 1;
}

/** The places of the values to be written, nested as the axes are. */
function places(array: Numeric, axis = 0, first = 0): Nested {
  const { shape } = array;
  const step = sizeOf(shape.slice(axis + 1));
  const ends = kept(array, axis);
  const found: Nested = [];
  for (let i = 0; i < shape[axis]; i++) {
    if (i === ends && shape[axis] > 2 * ends) {
      found.push(GAP);
      i = shape[axis] - ends;
    }
    const place = first + i * step;
    found.push(axis === shape.length - 1 ? place : places(array, axis + 1, place));
  }
  return found;
}

const leaves = (nested: Nested): number[] =>
  nested.flatMap((entry) =>
    typeof entry === "object" ? leaves(entry) : entry === GAP ? [] : entry,
  );

function write(nested: Nested, texts: Map<number, string>, indent: string): string {
  const inner = nested.map((entry) => {
    if (entry === GAP) return entry;
    return typeof entry === "number" ? texts.get(entry) : write(entry, texts, `${indent} `);
  });
  if (!nested.some(Array.isArray)) {
    return `[${lines(inner, WIDTH - indent.length).join(`,\n${indent} `)}]`;
  }
  const deep = nested.some((entry) => Array.isArray(entry) && entry.some(Array.isArray));
  return `[${inner.join(`,\n${deep ? "\n" : ""}${indent} `)}]`;
}

/** A row's values in lines of a width. */
function lines(texts: (string | undefined)[], width: number): string[] {
  const longest = Math.max(...texts.map((text = "") => text.length));
  const many = Math.max(1, Math.floor(width / (longest + 2)));
  const count = Math.ceil(texts.length / many);
  return Array.from({ length: count }, (_, i) => texts.slice(i * many, (i + 1) * many).join(", "));
}

/** Values as text: numbers of one width, others as they are written in code. */
function writeValues(values: (number | string | boolean)[]): string[] {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length < values.length) return values.map((value) => JSON.stringify(value));
  const written = formatNumbers(numbers);
  const width = Math.max(...written.map((text) => text.length));
  return written.map((text) => text.padStart(width));
}

/** Some values, aligned and nested as the axes are; the first and last of a long axis. */
export function excerpt(array: Numeric): string {
  const nested = array.shape.length ? places(array) : [0];
  const shown = leaves(nested);
  const values = shown.map((place) => array.at(place));
  const written = writeValues(values);
  const texts = new Map(shown.map((place, i) => [place, written[i]]));
  return array.shape.length ? write(nested, texts, "") : written[0];
}

/** How many values of an array `excerpt` leaves out. */
export function leftOut(array: Numeric): number {
  const shown = (axis: number) => Math.min(array.shape[axis], 2 * kept(array, axis));
  return sizeOf(array.shape) - sizeOf(array.shape.map((_, axis) => shown(axis)));
}
