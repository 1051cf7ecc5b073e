import { createHash } from "node:crypto";
import type { Figure } from "lib/plot";
import { png } from "../plot/png.ts";

/** All that a figure is made of, with numbers to six digits and images as their sums. */
export function contentOf(figure: Figure): unknown {
  const content = (value: unknown, key: string): unknown => {
    if (key === "source") return sumOfImage(String(value));
    if (typeof value === "number") return Number(value.toPrecision(6));
    if (ArrayBuffer.isView(value)) return content([...(value as Float32Array)], key);
    if (Array.isArray(value)) return value.map((each) => content(each, ""));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, content(part, name)]),
    );
  };
  return JSON.parse(JSON.stringify(content(figure, "")));
}

/** Size and a sum of the pixels of an image. */
function sumOfImage(uri: string): string {
  const { data, width, height, channels } = png(uri);
  const sum = createHash("sha256").update(data).digest("hex").slice(0, 12);
  return `${width} × ${height} × ${channels} pixels, sum ${sum}`;
}
