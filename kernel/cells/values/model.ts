import { isObject } from "./numeric.ts";

/** A model of TensorFlow.js layers. */
interface Model {
  layers: unknown[];
  summary(width: number, columns: undefined, print: (line: string) => void): void;
}

/** Whether a value is a model of TensorFlow.js, not a class of a cell's own that has layers. */
export const isModel = (value: unknown): value is Model =>
  isObject(value) &&
  "layers" in value &&
  Array.isArray(value.layers) &&
  "stateful" in value &&
  "summary" in value &&
  typeof value.summary === "function";

/** The table of a model's layers. */
export function describeModel(model: Model): string {
  const lines: string[] = [];
  model.summary(90, undefined, (line) => lines.push(line));
  return lines.join("\n");
}
