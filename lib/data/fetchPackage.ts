import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Package } from "./description.ts";
import { download, OfflineError } from "./download.ts";
import { exists, type Found } from "./locate.ts";
import { withLock } from "./lock.ts";
import { readPackage } from "./readPackage.ts";
import type { Progress } from "./showProgress.ts";

/** What a download needs beside its address. */
export interface FetchOptions extends FetchTimes {
  readonly fetch: typeof fetch;
  readonly onProgress: (progress: Progress) => void;
}

/** In milliseconds. */
export interface FetchTimes {
  /** Between a break and the next request. */
  readonly pause: number;
  /** Between two signs of life of a program that downloads. */
  readonly beat: number;
  /** Without a sign of life until another program takes over. */
  readonly patience: number;
}

/**
 * Downloads a package to the cache, where it appears when it is whole and its sums are right. Of
 * several programs that want it one downloads and the others wait. An interrupt (Ctrl-C, the stop
 * button of a notebook) ends it.
 *
 * @throws OfflineError if there is no connection, Error if the download is refused, interrupted,
 * wrong or cannot be kept.
 */
export async function fetchPackage(
  pack: Package,
  cache: string,
  options: FetchOptions,
): Promise<Found> {
  const { name, url } = pack;
  const archive = join(cache, name);
  const interrupt = new AbortController();
  const stop = () => interrupt.abort(new Error("interrupted, what came is kept"));
  const tell = (what: string) => (done: number, total?: number) =>
    options.onProgress({ what, done, total });
  process.once("SIGINT", stop);
  try {
    await mkdir(cache, { recursive: true });
    const downloadUnlessThere = async () => {
      if (await exists(archive)) return;
      await download(url, archive, {
        ...options,
        signal: interrupt.signal,
        onProgress: tell(`Downloading ${name}`),
        check: (path) => readPackage({ archive: path }, pack, true, () => {}),
      });
    };
    const onWait = () => tell(`Waiting for another program to download ${name}`)(0);
    await withLock(`${archive}.lock`, downloadUnlessThere, {
      ...options,
      signal: interrupt.signal,
      onWait,
    });
    return { archive };
  } catch (error) {
    throw error instanceof OfflineError
      ? error
      : explain(error as NodeJS.ErrnoException, pack, cache);
  } finally {
    process.off("SIGINT", stop);
  }
}

function explain(
  { code = "", message }: NodeJS.ErrnoException,
  { name, url, megabytes }: Package,
  cache: string,
): Error {
  const [what, remedy] = ["ENOSPC", "EDQUOT"].includes(code)
    ? [`no space is left in ${cache}`, `free ${megabytes} MB`]
    : ["EACCES", "EPERM", "EROFS"].includes(code)
      ? [`${cache} cannot be written (${code})`, "make it writable"]
      : [message, "run this again"];
  return new Error(
    `${name} could not be downloaded: ${what}. To go on, ${remedy}, or put the file from ` +
      `${url} into a folder and set the environment variable CNN_DATA_DIR to its path.`,
  );
}
