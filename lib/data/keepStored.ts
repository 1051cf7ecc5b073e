import path from "node:path";
import type { Description } from "./description.ts";
import type { Found } from "./locate.ts";
import { memoryLimit } from "./memoryLimit.ts";
import { versionOf } from "./openFile.ts";
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
  if (asked !== undefined && asked !== "memory" && asked !== "files")
    throw new RangeError(`loading ${name}: images is ${asked}, it takes "memory" or "files"`);
  const packed = found.find((where) => "archive" in where);
  if (!packed) return asked ? asked === "files" : bytes > SHARE * memoryLimit();
  if (asked !== "files") return false;
  throw new Error(
    `loading ${name}: images is "files", but ${packed.archive} is packed; unpack it, or let ` +
      "npm run data do so, and name that folder as directory or in CNN_DATA_DIR",
  );
}

/** Stored images for the splits of a dataset, and a last look at their files. */
export interface Keeping {
  readonly imagesFor: ImagesFor<StoredImages>;
  /** Throws an Error that names a file that has changed since the beginning. */
  readonly checkFiles: () => void;
}

/** Begins to keep the images of a dataset in its unpacked files. */
export function keepStored(
  { packages, layout, shape }: Description,
  found: readonly Found[],
): Keeping {
  const files = packages.flatMap((pack, i): StoredFile[] => {
    const where = found[i];
    if (!("folder" in where)) return [];
    return pack.files
      .map((file) => ({ path: path.join(where.folder, file.name), layout: layout(file) }))
      .filter(({ layout }) => layout.image !== undefined)
      .map((file) => ({ ...file, version: versionOf(file.path) }));
  });
  files.sort((a, b) => a.layout.first - b.layout.first);
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
    checkFiles() {
      const other = files.find(({ path, version }) => versionOf(path) !== version);
      if (other) throw new Error(`${other.path} was changed while it was read; load it again`);
    },
  };
}
