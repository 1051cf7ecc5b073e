import envPaths from "env-paths";
import type { Splits } from "./dataset.ts";
import type { Description } from "./description.ts";
import { type Found, findPackage } from "./locate.ts";
import { readPackage } from "./read-package.ts";
import { allocateSplits, type SplitSizes } from "./split.ts";
import { drawStandIn } from "./stand-in.ts";

/** How to load a dataset. */
export interface LoadOptions {
  /**
   * Folder with the files, packed or not; it is only read, and nothing else is looked at. Default: the environment variable
   * CNN_DATA_DIR, if set.
   */
  readonly directory?: string;
  /** Folder for downloads. Default: `cnn-notebooks` among the user's caches. */
  readonly cache?: string;
  /** Decides which training images become validation images. Default 0. */
  readonly seed?: number;
  /** Compare the files' sums with the published ones; sizes and labels are checked in any case. Default true. */
  readonly verify?: boolean;
  /** Draw the stand-in, of these sizes or of the real ones, whatever files there are. */
  readonly synthetic?: boolean | SplitSizes;
}

/** Where a dataset is, in words. */
export interface Location {
  /** False: it has to be downloaded. */
  readonly found: boolean;
  readonly description: string;
}

/** Loads any described dataset; see `loadCifar10`. */
export async function loadDataset(description: Description, options: LoadOptions): Promise<Splits> {
  const { name, packages, classes, shape, sizes, decode } = description;
  const { seed = 0, verify = true, synthetic = false } = options;
  if (synthetic) {
    const drawnSizes = synthetic === true ? sizes : synthetic;
    return standIn(description, drawnSizes, seed, "because they were asked for");
  }
  const { found, where, remedy } = await findAll(description, options);
  if (!found) return standIn(description, sizes, seed, "because no files were found");
  const about = {
    classes,
    shape,
    source: { synthetic: false, description: `${name}, from ${where}.` },
  };
  const { training, test, splits } = allocateSplits(about, sizes, seed);
  for (const [i, pack] of packages.entries())
    await readPackage(found[i], pack, verify, (file, bytes) =>
      decode(file, bytes, { training, test }),
    ).catch((error: Error) => {
      throw new Error(`${error.message}: ${remedy}`, { cause: error });
    });
  return splits;
}

/** Says where `loadDataset` finds the files. */
export async function locateDataset(
  description: Description,
  options: LoadOptions,
): Promise<Location> {
  const { found, where } = await findAll(description, options);
  const { name, packages } = description;
  return found
    ? { found: true, description: `${name} is in ${where}` }
    : {
        found: false,
        description: `${name} will be downloaded from ${packages[0].url} to ${where}`,
      };
}

async function findAll(
  description: Description,
  {
    directory = process.env.CNN_DATA_DIR,
    cache = envPaths("cnn-notebooks", { suffix: "" }).cache,
  }: LoadOptions,
): Promise<{ found?: Found[]; where: string; remedy: string }> {
  const folder = directory || cache;
  const places = await Promise.all(
    description.packages.map((pack) => findPackage(folder, description, pack)),
  );
  const found = places.filter((place) => place !== undefined);
  if (found.length === places.length) return { found, where: folder, remedy: "replace it" };
  if (!directory) return { where: folder, remedy: "" };
  const missing = description.packages[places.indexOf(undefined)];
  throw new Error(
    `CNN_DATA_DIR names ${directory}, which has no ${missing.name}: put the file from ${missing.url} there, or unset CNN_DATA_DIR`,
  );
}

function standIn(
  description: Description,
  sizes: SplitSizes,
  seed: number,
  reason: string,
): Splits {
  const { name, packages, shape, standIn } = description;
  const text =
    `These images are not ${name}: they were drawn by the program, ${reason}. To get the real ones, run this again with a ` +
    `connection to ${new URL(packages[0].url).host}, or put ${packages.map(({ url }) => url).join(", ")} into a folder and ` +
    "set CNN_DATA_DIR to its path.";
  return drawStandIn(standIn, shape, sizes, seed, text);
}
