import type { Figure } from "./figure.ts";
import { imageSheet } from "./imageSheet.ts";
import { pictureAxes } from "./pictureAxes.ts";
import { layoutOf } from "./theme.ts";

/** A part of an image that a filter responds to. */
export interface DrawnPatch {
  /** 0–255, [rows, cols, channels]. */
  readonly pixels: Uint8Array;
  /** What the pointer tells over it: "frog, response 3.1". */
  readonly name: string;
}

/** Filters beside each other. */
const COLUMNS = 16;

/**
 * Draws the patches of each filter in a column under its number, the strongest at the top, in bands of 16
 * filters. A filter without patches has an empty column.
 *
 * @param shape [rows, cols, channels] of every patch
 */
export function patchGrid(
  title: string,
  filters: readonly (readonly DrawnPatch[])[],
  shape: readonly [number, number, number],
): Figure {
  const columns = Math.min(COLUMNS, filters.length);
  const most = Math.max(...filters.map((patches) => patches.length));
  const bands = Array.from({ length: Math.ceil(filters.length / columns) }, (_, band) =>
    Array.from({ length: columns }, (_, column) => band * columns + column),
  );
  const cells = bands.flatMap((band) => [
    ...band.map(() => undefined), // where the numbers stand
    ...Array.from({ length: most }, (_, rank) => band.map((f) => filters[f]?.[rank])).flat(),
  ]);
  const sheet = imageSheet({
    images: cells.map((patch) => patch?.pixels ?? null),
    shape,
    columns,
    hovers: cells.map((patch) => patch?.name ?? ""),
  });
  const heads = bands.flatMap((band, b) =>
    band.flatMap((f, column) => {
      const { x, y } = sheet.centre(b * (most + 1) * columns + column);
      return f < filters.length ? [{ x, y: y + shape[0] / 4, text: String(f + 1) }] : [];
    }),
  );
  const empty = filters.filter((patches) => patches.length === 0).length;
  return {
    data: [
      ...sheet.traces,
      {
        type: "scatter",
        mode: "text",
        x: heads.map(({ x }) => x),
        y: heads.map(({ y }) => y),
        text: heads.map(({ text }) => text),
        hoverinfo: "skip",
      },
    ],
    layout: layoutOf({
      title: { text: title },
      description:
        `${filters.length} filters with up to ${most} patches of ${shape[0]} × ${shape[1]} pixels each, ` +
        `${empty} without any. ${filters.map(inWords).join(" ")}`,
      height: (780 / sheet.width) * sheet.height + 70,
      width: 820,
      margin: { l: 20, r: 20, t: 50, b: 20 },
      ...pictureAxes(sheet),
    }),
  };
}

/** "1: frog, frog, deer." */
function inWords(patches: readonly DrawnPatch[], f: number): string {
  return `${f + 1}: ${patches.map(({ name }) => name).join(", ") || "none"}.`;
}
