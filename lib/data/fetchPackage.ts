import { join } from "node:path";
import type { Package } from "./description.ts";
import { download, OfflineError } from "./download.ts";
import { exists, type Found } from "./locate.ts";
import { type Lock, withLock } from "./lock.ts";
import { makeFolder } from "./makeFolder.ts";
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
  /** Without a byte until a server is given up. */
  readonly silence: number;
  /** Between two signs of life of a program that downloads. */
  readonly heartbeat: number;
  /** Without a sign of life until another program takes over. */
  readonly timeout: number;
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
  const { name, urls } = pack;
  const archive = join(cache, name);
  const interrupt = new AbortController();
  const stop = () => interrupt.abort(new Error("interrupted, what came is kept"));
  const tell = (what: string) => (done: number, total?: number) =>
    options.onProgress({ what, done, total });
  process.once("SIGINT", stop);
  try {
    await makeFolder(cache);
    const downloadUnlessThere = async ({ signal, wasBroken }: Lock) => {
      if (await exists(archive)) return;
      await fromFirstOf(urls, signal, (url) =>
        download(url, archive, {
          ...options,
          signal,
          wasBroken,
          onProgress: tell(`Downloading ${name}`),
          check: (path) => readPackage({ archive: path }, pack, true, () => {}),
        }),
      );
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

/**
 * Gets it from the first that gives it.
 *
 * @throws what the first of them said; OfflineError only if none can be reached.
 */
async function fromFirstOf(
  urls: readonly string[],
  signal: AbortSignal,
  get: (url: string) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const url of urls) {
    try {
      return await get(url);
    } catch (error) {
      if (signal.aborted || (error as NodeJS.ErrnoException).code) throw error; // not the server's
      failures.push(error);
    }
  }
  throw failures.find((error) => !(error instanceof OfflineError)) ?? failures[0];
}

function explain(
  { code = "", message }: NodeJS.ErrnoException,
  { name, urls: [url], megabytes }: Package,
  cache: string,
): Error {
  const [what, remedy] = ["ENOSPC", "EDQUOT"].includes(code)
    ? [`no space is left in ${cache}`, `free ${megabytes} MB`]
    : ["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR", "EEXIST"].includes(code)
      ? [`${cache} cannot be written (${code})`, "make it writable"]
      : [message, "run this again"];
  return new Error(
    `${name} could not be downloaded: ${what}. To go on, ${remedy}, or put the file from ` +
      `${url} into a folder and set the environment variable CNN_DATA_DIR to its path.`,
  );
}
