import { inspect } from "node:util";
import type { Display } from "../threads.ts";

type MimeBundle = Record<string, unknown>;

interface Trace {
  type?: unknown;
  name?: unknown;
  x?: ArrayLike<unknown>;
  y?: ArrayLike<unknown>;
}
interface Figure {
  data: Trace[];
  layout: { title?: string | { text?: string } };
}
interface Tensor {
  shape: number[];
  dtype: string;
  toString(verbose: boolean): string;
}

const richDisplay = Symbol.for("Jupyter.display");
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const isFigure = (value: object): value is Figure =>
  "data" in value && Array.isArray(value.data) && "layout" in value && isObject(value.layout);

const isTensor = (value: object): value is Tensor =>
  "dataId" in value && "dataSync" in value && "dtype" in value;

/** Says what a figure shows: its title, and the kind, name and size of each trace. */
function describe({ data, layout }: Figure): string {
  const title = typeof layout.title === "string" ? layout.title : layout.title?.text;
  const traces = data.map(({ type = "scatter", name, x, y }) => {
    const points = (y ?? x)?.length;
    return [type, name, points === undefined ? "" : `(${points})`].filter(Boolean).join(" ");
  });
  return `Figure${title ? ` "${title}"` : ""}: ${traces.join(", ")}`;
}

function toText(value: unknown): string {
  if (isObject(value) && isTensor(value)) {
    try {
      return value.toString(true);
    } catch {
      // disposed, or its values cannot be read at once: its fields are shown
    }
  }
  return inspect(value);
}

function toBundle(value: unknown): MimeBundle {
  if (isObject(value)) {
    if (richDisplay in value && typeof value[richDisplay] === "function") {
      return value[richDisplay]();
    }
    if (isFigure(value)) {
      return { "application/vnd.plotly.v1+json": value, "text/plain": describe(value) };
    }
  }
  return { "text/plain": toText(value) };
}

/** JSON in which typed arrays are arrays, as Plotly wants them. */
export function toJson(display: Display): string {
  return JSON.stringify(display, (_key, value) =>
    ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value,
  );
}

/** How the last value of a cell is shown. */
export function showResult(value: unknown): string {
  return toJson({ data: toBundle(value), metadata: {} });
}
