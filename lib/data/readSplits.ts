import { keepStored, readPackage, remedy, staysStored } from "#files";
import type { Source, Splits } from "./dataset.ts";
import type { Description, Package } from "./description.ts";
import { imageBytes } from "./imageBytes.ts";
import type { Folder, Found } from "./locate.ts";
import { MEGABYTE } from "./megabyte.ts";
import { copyImage } from "./pixelOrder.ts";
import {
  checkHeader,
  checkLabels,
  hasImages,
  type ImageLayout,
  placeOf,
  takeLabels,
} from "./recordLayout.ts";
import { allocateSplits, type RecordTarget } from "./split.ts";
import { warnOfMemory } from "./warnOfMemory.ts";
import { isWrongSum } from "./wrongFile.ts";

/** How files are read; see `LoadOptions`. */
export interface ReadOptions {
  readonly seed: number;
  readonly verify: boolean;
  readonly images?: "memory" | "files";
}

/** What reading files takes besides the images, in megabytes, measured. */
const READING = 80;

/**
 * Reads a dataset from where its packages were found: everything into memory, or the labels alone,
 * while the images stay in their files.
 *
 * @throws Error that names the file, what is wrong with it and what to do
 */
export async function readSplits(
  dataset: Description,
  found: readonly Found[],
  folder: Folder,
  { seed, verify, images }: ReadOptions,
): Promise<Splits> {
  const { name, classes, shape, sizes } = dataset;
  const bytes = (sizes.train + sizes.validation + sizes.test) * imageBytes(shape);
  const isStored = staysStored(images, dataset, found, bytes);
  warnOfMemory(name, READING + (isStored ? 0 : bytes / MEGABYTE));
  const about = { classes, shape, source: sourceOf(dataset, folder, verify, isStored) };
  if (isStored) {
    const keeping = keepStored(dataset, found);
    const { splits, ...targets } = allocateSplits(about, sizes, seed, keeping.imagesFor);
    await forEach(dataset, folder, (pack, i) => keeping.readLabels(pack, i, verify, targets));
    keeping.checkFiles();
    return splits;
  }
  const { splits, ...targets } = allocateSplits(about, sizes, seed);
  await forEach(dataset, folder, (pack, i) =>
    readPackage(found[i], pack, verify, (file, content) => {
      const layout = dataset.layout(file);
      const target = targets[layout.part];
      checkHeader(layout, content);
      takeLabels(layout, content, 0, target);
      checkLabels(layout, target, dataset);
      if (hasImages(layout)) readImages(layout, content, target, shape);
    }),
  );
  return splits;
}

function readImages(
  layout: ImageLayout,
  content: Uint8Array,
  { images, slots }: RecordTarget,
  shape: Description["shape"],
): void {
  const copy = copyImage(layout.order, shape);
  const size = imageBytes(shape);
  for (let i = 0; i < layout.count; i++) {
    copy(content, placeOf(layout, i) + layout.image, images, slots[layout.first + i] * size);
  }
}

/** Reads one package after the other; where one is not right, says what to do about it. */
async function forEach(
  { packages }: Description,
  folder: Folder,
  read: (pack: Package, i: number) => Promise<void>,
): Promise<void> {
  for (const [i, pack] of packages.entries()) {
    try {
      await read(pack, i);
    } catch (error) {
      const isOther = isWrongSum(error) && !folder.isCache;
      const asItIs = isOther ? ", or load it as it is with verify: false" : "";
      throw new Error(`${(error as Error).message}: ${remedy(folder, pack)}${asItIs}`);
    }
  }
}

/** What is said of the images, to readers and beside results. */
function sourceOf(
  { name, packages }: Description,
  { path }: Folder,
  verify: boolean,
  isStored: boolean,
): Source {
  const hasSums = packages.flatMap(({ files }) => files).every((file) => file.sha256);
  const what =
    verify || !hasSums ? name : `Files laid out as those of ${name}, not compared with them`;
  const how = isStored ? ", where its images stay: a batch is read when it is used" : "";
  return {
    synthetic: false,
    description: `${what}, from ${path}${how}.`,
    name: verify && hasSums ? `${name} (real)` : what,
  };
}
