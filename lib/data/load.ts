import {
  fetchPackage,
  findPackage,
  folderOf,
  isOffline,
  readPackage,
  remedy,
  standInSizes,
  wayToRealData,
} from "#files";
import type { Splits } from "./dataset.ts";
import type { Description } from "./description.ts";
import type { FetchTimes } from "./fetchPackage.ts";
import type { Folder, Found, LocateOptions } from "./locate.ts";
import { checkSeed } from "./random.ts";
import { type Progress, showProgress } from "./showProgress.ts";
import { allocateSplits, type SplitSizes } from "./split.ts";
import { drawStandIn } from "./standIn.ts";
import { warnOfMemory } from "./warnOfMemory.ts";
import { isWrongSum } from "./wrongFile.ts";

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
export type FileOptions = Pick<LoadOptions, "directory" | "seed" | "verify">;

/** Loads any described dataset; see `loadCifar10`. */
export async function loadDataset(
  dataset: Description,
  options: LoadOptions,
  times: FetchTimes = { pause: 1000, silence: 30_000, heartbeat: 1000, timeout: 5000 },
): Promise<Splits> {
  const { name, packages, classes, shape, sizes, decode } = dataset;
  const { seed = 0, verify = true, synthetic = false } = options;
  checkSeed(`loading ${name}`, seed);
  const megabytes = megabytesOf(dataset, synthetic === true ? sizes : synthetic || sizes);
  warnOfMemory(name, synthetic ? megabytes : megabytes + UNPACKING_MEGABYTES);
  const standIn = (sizes: SplitSizes, reason: string) => {
    if (!dataset.standIn) throw new Error(`nothing stands in for ${name}, ${reason}`);
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
  const isVerified = verify || packages.every(({ files }) => files.every((file) => !file.sha256));
  const isReal = verify && packages.every(({ files }) => files.every((file) => file.sha256));
  const what = isVerified ? name : `Files laid out as those of ${name}, not compared with them`;
  const source = {
    synthetic: false,
    description: `${what}, from ${folder.path}.`,
    name: isReal ? `${name} (real)` : what,
  };
  const { training, test, splits } = allocateSplits({ classes, shape, source }, sizes, seed);
  for (const [i, pack] of packages.entries())
    try {
      await readPackage(found[i], pack, verify, (file, bytes) =>
        decode(file, bytes, training, test),
      );
    } catch (error) {
      const isOther = isWrongSum(error) && !folder.isCache;
      const asItIs = isOther ? ", or load it as it is with verify: false" : "";
      throw new Error(`${(error as Error).message}: ${remedy(folder, pack)}${asItIs}`);
    }
  return splits;
}

/** What reading packed files takes besides the images, measured. */
const UNPACKING_MEGABYTES = 80;

function megabytesOf({ shape }: Description, { train, validation, test }: SplitSizes): number {
  return ((train + validation + test) * shape[0] * shape[1] * shape[2]) / 1e6;
}

async function findOrFetch(
  dataset: Description,
  folder: Folder,
  { fetch = globalThis.fetch, onProgress = showProgress() }: LoadOptions,
  times: FetchTimes,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const pack of dataset.packages)
    found.push(
      (await findPackage(folder, dataset, pack)) ??
        (await fetchPackage(pack, folder.path, { fetch, onProgress, ...times })),
    );
  return found;
}

function standInNotice({ name, packages }: Description, reason: string): string {
  const names = packages.map((pack) => pack.name).join(", ");
  const from = String(new URL(".", packages[0].urls[0]));
  const notice = `These images are not ${name}: the program drew them, ${reason}.`;
  return `${notice} ${wayToRealData(names, from)}`;
}
