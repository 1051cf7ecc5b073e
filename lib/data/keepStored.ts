import path from "node:path";
import type { Description, Package } from "./description.ts";
import type { Found } from "./locate.ts";
import { memoryLimit } from "./memoryLimit.ts";
import { versionOf } from "./openFile.ts";
import { scanFiles } from "./readPackage.ts";
import {
  checkHeader,
  checkLabels,
  hasImages,
  type LabelTarget,
  takeLabels,
} from "./recordLayout.ts";
import type { ImagesFor } from "./split.ts";
import { type StoredFile, StoredImages } from "./storedImages.ts";

/** Images that take a larger share of the memory that there may be stay in their files. */
const SHARE = 1 / 10;

/**
 * Whether images are to stay in their files: as asked for, or else where memory is limited and the
 * files are unpacked.
 *
 * @param bytes of all images
 * @throws Error when that is asked for and the files are packed
 */
export function staysStored(
  asked: "memory" | "files" | undefined,
  { name }: Description,
  found: readonly Found[],
  bytes: number,
): boolean {
  if (asked !== undefined && asked !== "memory" && asked !== "files") {
    throw new RangeError(`loading ${name}: images is ${asked}, it takes "memory" or "files"`);
  }
  const packed = found.find((where) => "archive" in where);
  if (!packed) return asked ? asked === "files" : bytes > SHARE * memoryLimit();
  if (asked !== "files") return false;
  throw new Error(
    `loading ${name}: images is "files", but ${packed.archive} is packed; unpack it, or let ` +
      "npm run data do so, and name that folder as directory or in CNN_DATA_DIR",
  );
}

/** Stored images for the splits of a dataset. */
export interface Keeping {
  readonly imagesFor: ImagesFor<StoredImages>;
  /**
   * Reads and checks the files of a package, the i-th, of which only the labels are kept.
   *
   * @throws Error that names the file and what is wrong with it
   */
  readonly readLabels: (
    pack: Package,
    i: number,
    verify: boolean,
    targets: Readonly<Record<"training" | "test", LabelTarget>>,
  ) => Promise<void>;
  /** Throws an Error that names a file that has changed since the beginning. */
  readonly checkFiles: () => void;
}

/** Begins to keep the images of a dataset in its unpacked files. */
export function keepStored(dataset: Description, found: readonly Found[]): Keeping {
  const { packages, layout, shape } = dataset;
  const folderOf = (i: number) => {
    const where = found[i];
    if ("folder" in where) return where.folder;
    throw new Error(`${where.archive} is packed`);
  };
  const files = packages.flatMap((pack, i): StoredFile[] =>
    pack.files.flatMap((file) => {
      const records = layout(file);
      if (!hasImages(records)) return [];
      const place = path.join(folderOf(i), file.name);
      return [{ path: place, version: versionOf(place), layout: records }];
    }),
  );
  return {
    imagesFor(slots, part) {
      const records = new Uint32Array(slots.length);
      for (const [record, slot] of slots.entries()) records[slot] = record;
      return new StoredImages({
        files: files.filter(({ layout }) => layout.part === part),
        shape,
        records,
      });
    },
    readLabels: (pack, i, verify, targets) =>
      scanFiles(folderOf(i), pack, verify, (file) => {
        const records = layout(file);
        const target = targets[records.part];
        return {
          take(piece, at) {
            if (at === 0) checkHeader(records, piece);
            takeLabels(records, piece, at, target);
          },
          end: () => checkLabels(records, target, dataset),
        };
      }),
    checkFiles() {
      const other = files.find(({ path, version }) => versionOf(path) !== version);
      if (other) throw new Error(`${other.path} was changed while it was read; load it again`);
    },
  };
}
