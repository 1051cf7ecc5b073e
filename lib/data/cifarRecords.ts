import type { Description } from "./description.ts";

const ROWS = 32;
const COLS = 32;

/** [rows, cols, channels] of the images of CIFAR-10 and CIFAR-100. */
export const SHAPE: readonly [number, number, number] = [ROWS, COLS, 3];

/** Bytes of a record with so many labels. */
export function recordBytes(labels: number): number {
  return labels + 3 * ROWS * COLS;
}

/**
 * Reads records of labels, of which the last counts, and then the image plane by plane, [channel,
 * row, col]. The number in the name "data_batch_2.bin" is the place among the training files.
 *
 * @param labels how many a record has
 */
export function decodeRecords({
  name,
  classes,
  labels: perRecord,
}: {
  readonly name: string;
  readonly classes: number;
  readonly labels: number;
}): Description["decode"] {
  return (file, bytes, training, test) => {
    const size = recordBytes(perRecord);
    const { images, labels, slots } = file.name.startsWith("test") ? test : training;
    const [, batch = 1] = /^data_batch_(\d)\.bin$/.exec(file.name) ?? [];
    const count = file.bytes / size;
    const first = (Number(batch) - 1) * count;
    for (let i = 0; i < count; i++) {
      const image = i * size + perRecord;
      const label = bytes[image - 1];
      if (label >= classes)
        throw new Error(`holds in record ${i} the label ${label}, ${name} has 0–${classes - 1}`);
      const slot = slots[first + i];
      labels[slot] = label;
      planesToPixels(bytes, image, images, slot * 3 * ROWS * COLS);
    }
  };
}

function planesToPixels(planes: Uint8Array, from: number, pixels: Uint8Array, to: number): void {
  const [red, green, blue] = [from, from + ROWS * COLS, from + 2 * ROWS * COLS];
  for (let i = 0; i < ROWS * COLS; i++) {
    pixels[to + 3 * i] = planes[red + i];
    pixels[to + 3 * i + 1] = planes[green + i];
    pixels[to + 3 * i + 2] = planes[blue + i];
  }
}
