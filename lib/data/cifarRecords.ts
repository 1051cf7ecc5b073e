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
 * Records of labels, of which the last counts, and then the image plane by plane. The number in the
 * name "data_batch_2.bin" is the place among the training files.
 *
 * @param labels how many a record has
 */
export function cifarLayout(labels: number): Description["layout"] {
  return ({ name, bytes }) => {
    const [, batch = 1] = /^data_batch_(\d)\.bin$/.exec(name) ?? [];
    const count = bytes / recordBytes(labels);
    return {
      part: name.startsWith("test") ? "test" : "training",
      first: (Number(batch) - 1) * count,
      count,
      header: [],
      bytes: recordBytes(labels),
      label: labels - 1,
      image: labels,
      order: "planes",
    };
  };
}
