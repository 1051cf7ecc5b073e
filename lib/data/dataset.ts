import type { StoredImages } from "./storedImages.ts";

/** Where a dataset's bytes came from. A stand-in drawn in code says so: `synthetic`. */
export interface Source {
  readonly synthetic: boolean;
  /** One sentence for the reader: "CIFAR-10, from the cache in …". */
  readonly description: string;
  /** The same for other readers, without a folder of this machine: "CIFAR-10 (real)". */
  readonly name?: string;
}

/** Labelled images of one size, kept as bytes. */
export interface Dataset {
  /**
   * Pixels 0–255, N images after each other, each [rows, cols, channels]: in memory, or in files of
   * which only what is used is read. `imageAt` and `subset` take either; `images.slice()` has all in memory.
   */
  readonly images: Uint8Array | StoredImages;
  /** N labels, each an index into `classes`. */
  readonly labels: Uint8Array;
  readonly classes: readonly string[];
  /** [rows, cols, channels] of one image. */
  readonly shape: readonly [number, number, number];
  readonly source: Source;
}

/** The three disjoint parts of a dataset; `test` is for the final figure alone. */
export interface Splits {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
}
