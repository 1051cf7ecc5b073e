import type { RecordTarget, SplitSizes } from "./split.ts";
import type { StandIn } from "./standIn.ts";

/** One file of a dataset, as its authors published it. */
export interface DataFile {
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** One download: a gzipped file, or a gzipped tar of several. */
export interface Package {
  readonly name: string;
  /** Where it lies: the first is asked first, the next where that one does not give it. */
  readonly urls: readonly string[];
  /** About how large it is. */
  readonly megabytes: number;
  readonly files: readonly DataFile[];
}

/** All that differs between one dataset and the next. */
export interface Description {
  readonly name: string;
  /** Folder in which the files may lie when they are unpacked. */
  readonly folder: string;
  readonly packages: readonly Package[];
  readonly classes: readonly string[];
  /** [rows, cols, channels] of one image. */
  readonly shape: readonly [number, number, number];
  /** Train and validation together are the records of the training files. */
  readonly sizes: SplitSizes;
  /** Puts the records of one file where they belong; throws if they break the format. */
  readonly decode: (
    file: DataFile,
    bytes: Uint8Array,
    training: RecordTarget,
    test: RecordTarget,
  ) => void;
  readonly standIn: StandIn;
}
