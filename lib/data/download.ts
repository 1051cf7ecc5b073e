import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { PartFile } from "./partFile.ts";
import { type RequestOptions, requestRest, UnavailableError } from "./requestRest.ts";
import { CutOffError } from "./wrongFile.ts";

/** How to download. */
export interface DownloadOptions extends RequestOptions {
  /**
   * Checks the file that was downloaded, at this path.
   *
   * @throws CutOffError if it is only not whole, another Error if it is not the right one
   */
  readonly check: (path: string) => Promise<void>;
  /** Whether an earlier owner may still write to what it left. */
  readonly wasBroken: boolean;
  /** Milliseconds between a break and the next request. */
  readonly pause: number;
}

/** No connection could be made. */
export class OfflineError extends UnavailableError {}

/** Whether that is why something was not downloaded. */
export function isOffline(error: unknown): error is OfflineError {
  return error instanceof OfflineError;
}

/**
 * Downloads `url` to `path`, where the file appears only when it is whole and right. What comes is
 * kept beside it, so that a download goes on where the last one broke; it does so by itself until
 * three requests in a row bring nothing.
 *
 * @throws OfflineError if there is no connection to begin with, UnavailableError if the server
 * refuses, sends something else or nothing, or the connection keeps breaking, Error if the file is
 * not right or cannot be kept.
 */
export async function download(url: string, path: string, options: DownloadOptions): Promise<void> {
  const part = new PartFile(path, url, randomUUID());
  await part.adopt(options.wasBroken);
  const { host } = new URL(url);
  const before = await part.size();
  let most = before;
  for (let fruitless = 0; ; ) {
    const reason = (await requestRest(url, part, options)) ?? (await whyNotWhole(part, options));
    if (!reason) return part.finish();
    const size = await part.size();
    if (most === before && size <= before && offline.has(reason)) {
      throw new OfflineError(`${host} could not be reached (${reason})`);
    }
    fruitless = size > most ? 0 : fruitless + 1;
    most = Math.max(most, size);
    if (fruitless === 3) {
      throw new UnavailableError(
        `the connection to ${host} keeps breaking (${reason}), ${size} bytes came and are kept`,
      );
    }
    await setTimeout(options.pause);
  }
}

/** Removes a part that is wrong. */
async function whyNotWhole(
  part: PartFile,
  { check }: DownloadOptions,
): Promise<string | undefined> {
  try {
    await check(part.path);
    return undefined;
  } catch (error) {
    if (error instanceof CutOffError) return "it ended early";
    await part.remove();
    throw error;
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
