import { inspect } from "node:util";
import { summary } from "./describe.ts";
import { isObject, toNumeric } from "./numeric.ts";
import { handle, isTensor } from "./tensor.ts";

const MOST_LINES = 60;
const LONGEST_LINE = 2000;
/** How deep arrays are looked for. */
const DEPTH = 3;

const asIs = (text: string) => ({ [inspect.custom]: () => text });

/** The value with the arrays in it replaced by a line each; objects without arrays stay. */
function withSummaries(value: unknown, depth = DEPTH): unknown {
  if (!isObject(value)) return value;
  if (isTensor(value)) return asIs(handle(value));
  const numeric = toNumeric(value);
  if (numeric) return asIs(summary(numeric));
  const showsItself = inspect.custom in value || value instanceof Error;
  if (depth === 0 || showsItself) return value;
  const summarise = (inner: unknown) => withSummaries(inner, depth - 1);
  if (Array.isArray(value)) {
    return value.length > 100 ? value : replaced(value, value.map(summarise));
  }
  if (value instanceof Map) {
    if (value.size > 100) return value;
    const pairs = [...value].map(([key, inner]) => [key, summarise(inner)] as const);
    return pairs.every(([key, inner]) => inner === value.get(key)) ? value : new Map(pairs);
  }
  const descriptors = Object.getOwnPropertyDescriptors(value);
  let isChanged = false;
  for (const descriptor of Object.values(descriptors)) {
    if (!("value" in descriptor) || !descriptor.enumerable) continue;
    const inner = summarise(descriptor.value);
    isChanged ||= inner !== descriptor.value;
    descriptor.value = inner;
  }
  return isChanged ? Object.create(Object.getPrototypeOf(value), descriptors) : value;
}

const replaced = (old: unknown[], now: unknown[]) =>
  now.some((inner, i) => inner !== old[i]) ? now : old;

/** Text with so much of it that it can be read; the rest is said to be left out. */
export function cut(text: string, all: string): string {
  const lines = text.split("\n");
  const shown = lines.slice(0, MOST_LINES).map((line) => line.slice(0, LONGEST_LINE));
  const left = text.length - shown.join("\n").length;
  if (left === 0) return text;
  const rows = lines.length - shown.length;
  const what = rows
    ? `${rows.toLocaleString("en")} lines`
    : `${left.toLocaleString("en")} characters`;
  return `${shown.join("\n")}\n… ${what} are left out; ${all} prints all.`;
}

/** Any value as text, the way `console.log` shows it, with arrays in a line each. */
export function inspectValue(value: unknown): string {
  const all =
    typeof value === "string"
      ? "for a text x, console.log(x)"
      : "for a value x, console.dir(x, { depth: null, maxArrayLength: null })";
  return cut(inspect(withSummaries(value), { maxStringLength: LONGEST_LINE * MOST_LINES }), all);
}
