import { resolve } from "node:path";
import envPaths from "env-paths";
import type { Splits } from "./dataset.ts";
import type { Description, Package } from "./description.ts";
import { OfflineError } from "./download.ts";
import { fetchPackage } from "./fetchPackage.ts";
import { type Found, findPackage } from "./locate.ts";
import { readPackage } from "./readPackage.ts";
import { type Progress, showProgress } from "./showProgress.ts";
import { allocateSplits, type SplitSizes } from "./split.ts";
import { drawStandIn } from "./standIn.ts";

/** Where to look for a dataset. */
export interface LocateOptions {
  /**
   * Folder with the files as they were published, packed or not. It is only read, and no other is looked at. Default: what
   * the environment variable CNN_DATA_DIR names.
   */
  readonly directory?: string;
  /** Folder to download to. Default: `cnn-notebooks` among the user's caches. */
  readonly cache?: string;
}

/** How to load a dataset. */
export interface LoadOptions extends LocateOptions {
  /** Decides which training images become validation images. Default 0. */
  readonly seed?: number;
  /** Compare the files' sums with the published ones; sizes and labels are checked in any case. Default true. */
  readonly verify?: boolean;
  /** Draw the stand-in, of these sizes or of the real ones, whatever files there are. Default false. */
  readonly synthetic?: boolean | SplitSizes;
  /** Told how a download comes on. Default: shows it in the notebook or the terminal. */
  readonly onProgress?: (progress: Progress) => void;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
  /** Milliseconds between a break of a download and the next request. Default 1000. */
  readonly pause?: number;
}

/** Where a dataset is. */
export interface Location {
  /** False: it has to be downloaded. */
  readonly found: boolean;
  /** In words. */
  readonly description: string;
}

/** Loads any described dataset; see `loadCifar10`. */
export async function loadDataset(dataset: Description, options: LoadOptions): Promise<Splits> {
  const { name, packages, classes, shape, sizes, decode } = dataset;
  const { seed = 0, verify = true, synthetic = false } = options;
  const standIn = (sizes: SplitSizes, reason: string) =>
    drawStandIn(dataset.standIn, shape, sizes, seed, standInNotice(dataset, reason));
  if (synthetic) return standIn(synthetic === true ? sizes : synthetic, "as was asked for");
  const folder = folderOf(options);
  let found: Found[];
  try {
    found = await findOrFetch(dataset, folder, options);
  } catch (error) {
    if (error instanceof OfflineError) return standIn(sizes, `because ${error.message}`);
    throw error;
  }
  const source = { synthetic: false, description: `${name}, from ${folder.path}.` };
  const { training, test, splits } = allocateSplits({ classes, shape, source }, sizes, seed);
  for (const [i, pack] of packages.entries())
    try {
      await readPackage(found[i], pack, verify, (file, bytes) =>
        decode(file, bytes, training, test),
      );
    } catch (error) {
      throw new Error(`${(error as Error).message}: ${remedy(folder, pack)}`);
    }
  return splits;
}

/** Says where `loadDataset` finds the files; see `locateCifar10`. */
export async function locateDataset(
  dataset: Description,
  options: LocateOptions,
): Promise<Location> {
  const { name, packages } = dataset;
  const folder = folderOf(options);
  const found = await Promise.all(packages.map((pack) => find(dataset, pack, folder)));
  const missing = packages.filter((_, i) => !found[i]);
  if (missing.length === 0) return { found: true, description: `${name} is in ${folder.path}` };
  const megabytes = missing.reduce((sum, pack) => sum + pack.megabytes, 0);
  const { host } = new URL(missing[0].url);
  return {
    found: false,
    description: `${name} will be downloaded from ${host} to ${folder.path} (${megabytes} MB)`,
  };
}

/** The one folder that counts. */
interface Folder {
  readonly path: string;
  /** Ours: downloads go there. */
  readonly isCache: boolean;
}

function folderOf({ directory = process.env.CNN_DATA_DIR, cache }: LocateOptions): Folder {
  return directory
    ? { path: resolve(directory), isCache: false }
    : { path: cache ?? envPaths("cnn-notebooks", { suffix: "" }).cache, isCache: true };
}

async function find(
  dataset: Description,
  pack: Package,
  folder: Folder,
): Promise<Found | undefined> {
  const found = await findPackage(folder.path, dataset.folder, pack);
  if (found || folder.isCache) return found;
  throw new Error(
    `${folder.path} has no ${pack.name}, nor what is in it: put the file from ${pack.url} there, or unset CNN_DATA_DIR and it will be downloaded`,
  );
}

async function findOrFetch(
  dataset: Description,
  folder: Folder,
  { fetch = globalThis.fetch, onProgress = showProgress(), pause = 1000 }: LoadOptions,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const pack of dataset.packages)
    found.push(
      (await find(dataset, pack, folder)) ??
        (await fetchPackage(pack, folder.path, { fetch, onProgress, pause, ...signsOfLife })),
    );
  return found;
}

const signsOfLife = { beat: 1000, patience: 5000 };

function remedy({ isCache }: Folder, { url }: Package): string {
  return isCache
    ? "delete the file and run this again, it will be downloaded anew"
    : `replace it by the file from ${url}`;
}

function standInNotice({ name, packages }: Description, reason: string): string {
  const names = packages.map((pack) => pack.name).join(", ");
  const from = new URL(".", packages[0].url);
  return `These images are not ${name}: the program drew them, ${reason}. To get the real ones, run this again with a connection, or put ${names} from ${from} into a folder and set the environment variable CNN_DATA_DIR to its path.`;
}
