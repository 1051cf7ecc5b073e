import type { PixelOrder } from "./pixelOrder.ts";

/** Where the records of a file lie, one after the other, and what is in them. */
export interface RecordLayout {
  readonly part: "training" | "test";
  /** The number of its first record among those of its part. */
  readonly first: number;
  readonly count: number;
  /** The words before the first record, of four bytes, the most significant first. */
  readonly header: readonly number[];
  /** Bytes of a record. */
  readonly bytes: number;
  /** Which of them is the label; absent where the file has none. */
  readonly label?: number;
  /** Which of them the image begins with; absent where the file has none. */
  readonly image?: number;
  readonly order: PixelOrder;
}

/** The place of record `i` in its file, in bytes. */
export function placeOf({ header, bytes }: RecordLayout, i: number): number {
  return 4 * header.length + i * bytes;
}

/**
 * Makes sure that a file begins as its format says.
 *
 * @throws Error with what it begins with
 */
export function checkHeader({ header }: RecordLayout, content: Uint8Array): void {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const found = header.map((_, i) => view.getUint32(4 * i));
  if (header.some((word, i) => word !== found[i]))
    throw new Error(`begins with ${found.join(", ")} instead of ${header.join(", ")}`);
}

/**
 * Reads the labels of a file into their slots.
 *
 * @param name of the dataset
 * @param classes how many it has
 * @throws Error that names the first record whose label is no class
 */
export function readLabels(
  layout: RecordLayout,
  content: Uint8Array,
  target: { readonly labels: Uint8Array; readonly slots: Uint32Array },
  { name, classes }: { readonly name: string; readonly classes: number },
): void {
  if (layout.label === undefined) return;
  for (let i = 0; i < layout.count; i++) {
    const label = content[placeOf(layout, i) + layout.label];
    if (label >= classes)
      throw new Error(`holds in record ${i} the label ${label}, ${name} has 0–${classes - 1}`);
    target.labels[target.slots[layout.first + i]] = label;
  }
}
