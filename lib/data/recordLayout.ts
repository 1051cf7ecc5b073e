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

/** Where the records of a file with images lie. */
export interface ImageLayout extends RecordLayout {
  readonly image: number;
}

export function hasImages(layout: RecordLayout): layout is ImageLayout {
  return layout.image !== undefined;
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
  if (content.length < 4 * header.length) return; // its size is looked at elsewhere
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const found = header.map((_, i) => view.getUint32(4 * i));
  if (header.some((word, i) => word !== found[i])) {
    throw new Error(`begins with ${found.join(", ")} instead of ${header.join(", ")}`);
  }
}

/** Where the labels of records go: the i-th record's to slot `slots[i]`. */
export interface LabelTarget {
  readonly labels: Uint8Array;
  readonly slots: Uint32Array;
}

/**
 * Takes the labels that lie in a piece of a file.
 *
 * @param at the piece's place in the file, in bytes
 */
export function takeLabels(
  layout: RecordLayout,
  piece: Uint8Array,
  at: number,
  { labels, slots }: LabelTarget,
): void {
  if (layout.label === undefined) return;
  const first = placeOf(layout, 0) + layout.label;
  const from = Math.max(0, Math.ceil((at - first) / layout.bytes));
  for (let i = from; i < layout.count && first + i * layout.bytes < at + piece.length; i++) {
    labels[slots[layout.first + i]] = piece[first + i * layout.bytes - at];
  }
}

/**
 * Makes sure that the labels of a file are classes.
 *
 * @param name of the dataset
 * @param classes how many it has
 * @throws Error that names the first record whose label is none
 */
export function checkLabels(
  layout: RecordLayout,
  { labels, slots }: LabelTarget,
  { name, classes }: { readonly name: string; readonly classes: readonly string[] },
): void {
  if (layout.label === undefined) return;
  for (let i = 0; i < layout.count; i++) {
    const label = labels[slots[layout.first + i]];
    if (label >= classes.length) {
      throw new Error(
        `holds in record ${i} the label ${label}, ${name} has 0–${classes.length - 1}`,
      );
    }
  }
}
