import {
  fetchPackage,
  findPackage,
  folderOf,
  isOffline,
  standInSizes,
  wayToRealData,
} from "#files";
import type { Splits } from "./dataset.ts";
import type { Description } from "./description.ts";
import type { FetchTimes } from "./fetchPackage.ts";
import { imageBytes } from "./imageBytes.ts";
import type { Folder, Found, LocateOptions } from "./locate.ts";
import { MEGABYTE } from "./megabyte.ts";
import { checkSeed } from "./random.ts";
import { readSplits } from "./readSplits.ts";
import { type Progress, showProgress } from "./showProgress.ts";
import type { SplitSizes } from "./split.ts";
import { drawStandIn } from "./standIn.ts";
import { warnOfMemory } from "./warnOfMemory.ts";

/** How to load a dataset. */
export interface LoadOptions extends LocateOptions {
  /** Decides which training images become validation images. Default 0. */
  readonly seed?: number;
  /**
   * Compare the files' sums with the published ones; sizes and labels are checked in any case.
   * Default true.
   */
  readonly verify?: boolean;
  /**
   * Where the images are kept: in memory, or in their unpacked files, from which what is used is read
   * each time. Default: in files where these are unpacked and the memory that this process may have,
   * by its container or JupyterHub's MEM_LIMIT, is less than ten times the images.
   */
  readonly images?: "memory" | "files";
  /**
   * Draw the stand-in, of these sizes or of the real ones, whatever files there are. Default false.
   * Where it is drawn as there are no files, it has the real sizes, in a page a fifth of them.
   */
  readonly synthetic?: boolean | SplitSizes;
  /** Told how a download comes on. Default: shows it in the notebook or the terminal. */
  readonly onProgress?: (progress: Progress) => void;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
}

/** How to load a dataset that is not downloaded. */
export type FileOptions = Pick<LoadOptions, "directory" | "seed" | "verify" | "images">;

/** Loads any described dataset; see `loadCifar10`. */
export async function loadDataset(
  dataset: Description,
  options: LoadOptions,
  times: FetchTimes = { pause: 1000, silence: 30_000, heartbeat: 1000, timeout: 5000 },
): Promise<Splits> {
  const { name, shape, sizes } = dataset;
  const { seed = 0, verify = true, images, synthetic = false } = options;
  checkSeed(`loading ${name}`, seed);
  const standIn = (sizes: SplitSizes, reason: string) => {
    if (!dataset.standIn) throw new Error(`nothing stands in for ${name}, ${reason}`);
    warnOfMemory(name, megabytesOf(dataset, sizes));
    return drawStandIn(dataset.standIn, shape, sizes, seed, {
      synthetic: true,
      description: standInNotice(dataset, reason),
      name: `a stand-in for ${name}, drawn by the program`,
    });
  };
  if (synthetic) return standIn(synthetic === true ? sizes : synthetic, "as was asked for");
  const folder = folderOf(options);
  let found: Found[];
  try {
    found = await findOrFetch(dataset, folder, options, times);
  } catch (error) {
    if (isOffline(error)) return standIn(standInSizes(sizes), `because ${error.message}`);
    throw error;
  }
  return readSplits(dataset, found, folder, { seed, verify, images });
}

function megabytesOf({ shape }: Description, { train, validation, test }: SplitSizes): number {
  return ((train + validation + test) * imageBytes(shape)) / MEGABYTE;
}

async function findOrFetch(
  dataset: Description,
  folder: Folder,
  { fetch = globalThis.fetch, onProgress = showProgress() }: LoadOptions,
  times: FetchTimes,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const pack of dataset.packages) {
    found.push(
      (await findPackage(folder, dataset, pack)) ??
        (await fetchPackage(pack, folder.path, { fetch, onProgress, ...times })),
    );
  }
  return found;
}

function standInNotice({ name, packages }: Description, reason: string): string {
  const names = packages.map((pack) => pack.name).join(", ");
  const from = String(new URL(".", packages[0].urls[0]));
  const notice = `These images are not ${name}: the program drew them, ${reason}.`;
  return `${notice} ${wayToRealData(names, from)}`;
}
