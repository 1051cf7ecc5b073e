import { createHash } from "node:crypto";
import type { Figure } from "lib/plot";
import { png } from "../plot/png.ts";

/** What of a figure is its meaning: data, texts, order and axes, at any depth; the rest is looks. */
const KEYS = new Set([
  ...[
    "data",
    "layout",
    "type",
    "name",
    "x",
    "y",
    "z",
    "text",
    "source",
    "error_y",
    "array",
    "visible",
  ],
  ...["title", "subtitle", "meta", "description", "movable", "points", "labels", "k", "bounds"],
  ...["range", "tickvals", "ticktext", "autorange", "annotations", "sliders", "steps", "label"],
  ...["active", "currentvalue", "prefix", "x0", "y0", "dx", "dy", "showlegend", "colorbar"],
]);

/** The part of a figure that says something, with numbers to six digits and images as their sums. */
export function meaningOf(figure: Figure): unknown {
  const meaning = (value: unknown, key: string): unknown => {
    if (key === "source") return sumOfImage(String(value));
    if (typeof value === "number") return Number(value.toPrecision(6));
    if (ArrayBuffer.isView(value)) return meaning([...(value as Float32Array)], key);
    if (Array.isArray(value)) return value.map((each) => meaning(each, ""));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => KEYS.has(name) || /^[xy]axis\d*$/.test(name))
        .map(([name, part]) => [name, meaning(part, name)]),
    );
  };
  return JSON.parse(JSON.stringify(meaning(figure, "")));
}

/** Size and a sum of the pixels of an image. */
function sumOfImage(uri: string): string {
  const { data, width, height, channels } = png(uri);
  const sum = createHash("sha256").update(data).digest("hex").slice(0, 12);
  return `${width} × ${height} × ${channels} pixels, sum ${sum}`;
}
