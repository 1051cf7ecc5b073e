import { rename, rm } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { type RequestOptions, requestRest, sizeOf, versionPath } from "./requestRest.ts";

/** How to download. */
export interface DownloadOptions extends RequestOptions {
  /** Throws if the file that was downloaded, at this path, is not the right one. */
  readonly check: (path: string) => Promise<void>;
  /** Milliseconds between a break and the next request. */
  readonly pause: number;
}

/** No connection could be made. */
export class OfflineError extends Error {}

/**
 * Downloads `url` to `path`, where the file appears only when it is whole and right. What comes is
 * kept beside it, so that a download goes on where the last one broke; it does so by itself until
 * three requests in a row bring nothing.
 *
 * @throws OfflineError if there is no connection to begin with, Error if the server refuses, the
 * connection keeps breaking or the file is not right.
 */
export async function download(url: string, path: string, options: DownloadOptions): Promise<void> {
  const part = `${path}.part`;
  await receive(url, part, options);
  await options.check(part).catch(async (error) => {
    await forget(part);
    throw error;
  });
  await rename(part, path);
  await forget(part);
}

async function forget(part: string): Promise<void> {
  for (const path of [part, versionPath(part)]) await rm(path, { force: true });
}

async function receive(url: string, part: string, options: DownloadOptions): Promise<void> {
  const { host } = new URL(url);
  const before = await sizeOf(part);
  let most = before;
  for (let fruitless = 0; ; ) {
    const reason = await requestRest(url, part, options);
    if (!reason) return;
    const size = await sizeOf(part);
    if (most === before && size <= before && offline.has(reason))
      throw new OfflineError(`${host} could not be reached (${reason})`);
    fruitless = size > most ? 0 : fruitless + 1;
    most = Math.max(most, size);
    if (fruitless === 3)
      throw new Error(
        `the connection to ${host} keeps breaking (${reason}), ${size} bytes came and are kept`,
      );
    await setTimeout(options.pause);
  }
}

const offline = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
]);
