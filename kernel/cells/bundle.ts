import type { Display } from "../threads.ts";
import { describe } from "./values/describe.ts";
import { inspectValue } from "./values/inspectValue.ts";
import { describeModel, isModel } from "./values/model.ts";
import { isObject, type Numeric, toNumeric } from "./values/numeric.ts";
import { handle, isTensor, read } from "./values/tensor.ts";

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

const { stringify } = JSON; // cells may replace it
const richDisplay = Symbol.for("Jupyter.display");

const isFigure = (value: object): value is Figure =>
  "data" in value &&
  Array.isArray(value.data) &&
  value.data.every(isObject) &&
  "layout" in value &&
  isObject(value.layout);

/** Says what a figure shows: its title, and the kind, name and size of each trace. */
function describeFigure({ data, layout }: Figure): string {
  const title = typeof layout.title === "string" ? layout.title : layout.title?.text;
  const traces = data.map(({ type = "scatter", name, x, y }) => {
    const points = (y ?? x)?.length;
    return [type, name, points === undefined ? "" : `(${points})`].filter(Boolean).join(" ");
  });
  return `Figure${title ? ` "${title}"` : ""}: ${traces.join(", ")}`;
}

const escapeHtml = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** Arrays, each under its name, as text and as HTML. */
function showArrays(arrays: Record<string, Numeric>): MimeBundle {
  const texts: string[] = [];
  const html: string[] = [];
  for (const [name, array] of Object.entries(arrays)) {
    const { head, body, note } = describe(array);
    const named = name ? `${name}: ${head}` : head;
    texts.push(...[named, body, note].filter(Boolean));
    html.push(
      `<div>${escapeHtml(named)}</div><pre style="margin: 0.3em 0">${escapeHtml(body)}</pre>`,
    );
    if (note) html.push(`<div><em>${escapeHtml(note)}</em></div>`);
  }
  return { "text/plain": texts.join("\n"), "text/html": html.join("") };
}

/** What a plain object holds, if that is arrays alone, such as a value and its gradient. */
function namedArrays(value: object): Record<string, Numeric> | undefined {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return undefined;
  if (Object.keys(value).length === 0) return undefined;
  const arrays = Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([, { enumerable }]) => enumerable)
    .map(([key, { value }]) => [key, toNumeric(value)] as const); // a getter is not called
  const isNumeric = (pair: readonly [string, Numeric | undefined]): pair is [string, Numeric] =>
    pair[1] !== undefined;
  return arrays.every(isNumeric) ? Object.fromEntries(arrays) : undefined;
}

/** The image of a canvas; undefined for what is none, or has none. */
function readCanvas(value: object): MimeBundle | undefined {
  const { toDataURL }: { toDataURL?: unknown } = value;
  if (typeof toDataURL !== "function") return undefined;
  try {
    const url: string = Reflect.apply(toDataURL, value, []);
    const [, type, data] = /^data:(image\/\w+);base64,(.+)$/.exec(url) ?? [];
    return type ? { [type]: data } : undefined;
  } catch {
    return undefined; // it wants arguments, or there is no image yet
  }
}

function toBundle(value: unknown): MimeBundle | Promise<MimeBundle> {
  if (!isObject(value)) return { "text/plain": inspectValue(value) };
  if (richDisplay in value && typeof value[richDisplay] === "function") return value[richDisplay]();
  if (isFigure(value)) {
    return { "application/vnd.plotly.v1+json": value, "text/plain": describeFigure(value) };
  }
  if (isTensor(value)) {
    if (value.isDisposed) return { "text/plain": handle(value) };
    return read(value).then((array) => showArrays({ "": array }));
  }
  const array = toNumeric(value);
  if (array) return showArrays({ "": array });
  const image = readCanvas(value);
  if (image) return { ...image, "text/plain": inspectValue(value) };
  const arrays = namedArrays(value);
  if (arrays) return showArrays(arrays);
  return { "text/plain": isModel(value) ? describeModel(value) : inspectValue(value) };
}

/** JSON in which typed arrays are arrays, as Plotly wants them. */
export function toJson(display: Display): string {
  return stringify(display, (_key, value) =>
    ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value,
  );
}

/** How the last value of a cell is shown; a tensor's values may take a while to come. */
export function showResult(value: unknown): string | Promise<string> {
  const write = (data: MimeBundle) => toJson({ data, metadata: {} });
  const bundle = toBundle(value);
  return bundle instanceof Promise ? bundle.then(write) : write(bundle);
}
