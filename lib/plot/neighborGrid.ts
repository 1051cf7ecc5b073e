import type { Figure } from "./figure.ts";
import { imageSheet } from "./imageSheet.ts";
import { pictureAxes } from "./pictureAxes.ts";
import { layoutOf } from "./theme.ts";

/** An image and the class that it belongs to. */
export interface ClassifiedImage {
  /** 0–255, [rows, cols, channels]. */
  readonly image: Uint8Array;
  readonly className: string;
}

/** A query and what is nearest to it, nearest first. */
export interface NeighborRow {
  readonly query: ClassifiedImage;
  readonly neighbors: readonly ClassifiedImage[];
  /** By what they are near: "pixels". */
  readonly name?: string;
}

/**
 * Draws each query and, to its right, its nearest images, under each its class; a tick marks those of the
 * query's class. A query that stands in the row above already is not drawn again.
 *
 * @param shape [rows, cols, channels] of every image
 */
export function neighborGrid(
  title: string,
  rows: readonly NeighborRow[],
  shape: readonly [number, number, number],
): Figure {
  const most = Math.max(0, ...rows.map(({ neighbors }) => neighbors.length));
  const columns = most + 2;
  const repeated = rows.map(({ query }, i) => i > 0 && rows[i - 1].query.image === query.image);
  const cells = rows.flatMap(({ query, neighbors }, row) => [
    repeated[row] ? null : { image: query.image, caption: query.className },
    null,
    ...neighbors.map(({ image, className }) => ({
      image,
      caption: className === query.className ? `<b>✓ ${className}</b>` : className,
    })),
    ...Array<null>(most - neighbors.length).fill(null),
  ]);
  const images = cells.map((cell) => cell?.image ?? null);
  const sheet = imageSheet({ images, shape, columns, rowGap: Math.ceil(0.3 * shape[0]) });
  const drawn = cells.flatMap((cell, i) =>
    cell ? [{ ...sheet.centre(i), caption: cell.caption }] : [],
  );
  return {
    data: [
      ...sheet.traces,
      {
        type: "scatter",
        mode: "text",
        x: drawn.map(({ x }) => x),
        y: drawn.map(({ y }) => y + shape[0] / 2 + 0.5),
        text: drawn.map(({ caption }) => caption),
        textposition: "bottom center",
        textfont: { size: 10 },
        hoverinfo: "skip",
      },
    ],
    layout: layoutOf({
      title: { text: title },
      description: rows.map(inWords).join(" "),
      height: (700 / sheet.width) * sheet.height + 110,
      width: 820,
      margin: { l: 100, r: 20, t: 50, b: 60 },
      ...pictureAxes({
        ...sheet,
        rowNames: rows.map(({ name }) => name ?? ""),
        columnNames: ["query", "", ...Array.from({ length: most }, (_, i) => String(i + 1))],
      }),
    }),
  };
}

/** "cat, nearest by pixels: dog, cat; 1 of 2 are of its class." */
function inWords({ query, neighbors, name }: NeighborRow): string {
  const names = neighbors.map(({ className }) => className);
  const same = names.filter((className) => className === query.className).length;
  const by = name ? ` by ${name}` : "";
  return `${query.className}, nearest${by}: ${names.join(", ")}; ${same} of ${names.length} are of its class.`;
}
