import type { RecordLayout } from "./recordLayout.ts";
import type { SplitSizes } from "./split.ts";
import type { StandIn } from "./standIn.ts";

/** One file of a dataset, as its authors published it. */
export interface DataFile {
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal; absent where none is known. */
  readonly sha256?: string;
  /** Another dataset's file of the same name and size, which is not to be taken for this one. */
  readonly other?: { readonly sha256: string; readonly load: string };
}

/** One download: a gzipped file, or a gzipped tar of several. */
export interface Package {
  readonly name: string;
  /** Where it lies: the first is asked first, the next where that one does not give it. */
  readonly urls: readonly string[];
  /** About how large it is; absent where it is not downloaded. */
  readonly megabytes?: number;
  readonly files: readonly DataFile[];
}

/** All that differs between one dataset and the next. */
export interface Description {
  readonly name: string;
  /** Folders in which the files may lie, those that are looked into first. */
  readonly folders: readonly string[];
  /** Whether the files may be downloaded; true unless given. */
  readonly downloads?: boolean;
  /** Files of its version for Python, which cannot be read. */
  readonly python?: readonly string[];
  /** Whose files have the records of a part one after another. */
  readonly packages: readonly Package[];
  readonly classes: readonly string[];
  /** [rows, cols, channels] of one image. */
  readonly shape: readonly [number, number, number];
  /** Train and validation together are the records of the training files. */
  readonly sizes: SplitSizes;
  /** Where the records of a file lie. */
  readonly layout: (file: DataFile) => RecordLayout;
  /** Absent where nothing is drawn in its place. */
  readonly standIn?: StandIn;
}
