import { type FileHandle, open, rm } from "node:fs/promises";
import type { PartFile } from "./partFile.ts";

/** The outside world, as far as a request needs it. */
export interface RequestOptions {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte after which the server is given up. */
  readonly silence: number;
  /** Told how many bytes are there and, if the server says so, how many there will be. */
  readonly onProgress: (done: number, total?: number) => void;
}

/** The server cannot be reached, or does not give the file. */
export class UnavailableError extends Error {}

/** What the server sends, and where it belongs. */
interface Delivery {
  readonly response: Response;
  /** The byte at which it begins. */
  readonly start: number;
  /** Bytes of the whole file, where the server tells. */
  readonly total: number | undefined;
}

/**
 * Requests what is not yet in a part, and writes it behind what is there. Where the server begins
 * at the first byte, what is there stays until more has come, or until it is seen to be of an older
 * version of the file.
 *
 * @returns why the connection broke, or undefined: all that the server announced has come.
 * @throws UnavailableError if the server refuses, sends something else or nothing; Error if the
 * file cannot be written.
 */
export async function requestRest(
  url: string,
  part: PartFile,
  options: RequestOptions,
): Promise<string | undefined> {
  const size = await part.size();
  const version = size > 0 ? await part.version() : "";
  const range = version && { range: `bytes=${size}-`, "if-range": version };
  const quiet = new AbortController();
  const alarm = setTimeout(() => quiet.abort(silent(url, options.silence)), options.silence);
  try {
    const response = await options.fetch(url, {
      headers: { "accept-encoding": "identity", ...range },
      signal: AbortSignal.any([options.signal, quiet.signal]),
    });
    const { start, total } = placeOf(response);
    const delivery = { response, start, total };
    const progress: RequestOptions["onProgress"] = (done, total) => {
      alarm.refresh();
      options.onProgress(Math.max(done, size), total);
    };
    if (response.status === 200 || (response.status === 206 && start === size)) {
      if (isPage(response)) throw notTheFile(response, url);
      if (size === 0) await part.setVersion(versionOf(response));
      return start === size
        ? await append(delivery, part, progress)
        : await replace(delivery, part, url, progress);
    }
    if (response.status === 416 && total === size) return undefined;
    if (response.status !== 416 && response.status !== 206) {
      throw new UnavailableError(`${url} answered ${response.status} ${response.statusText}`);
    }
    await part.setVersion("");
    return `it cannot go on at byte ${size}`;
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof TypeError && error.cause instanceof Error) {
      return "code" in error.cause ? String(error.cause.code) : error.cause.message;
    }
    throw error;
  } finally {
    clearTimeout(alarm);
    quiet.abort(); // what is not wanted of the answer
  }
}

/** Writes what comes behind the part's end. */
async function append(
  delivery: Delivery,
  part: PartFile,
  onProgress: RequestOptions["onProgress"],
): Promise<string | undefined> {
  const file = await open(part.path, "a");
  try {
    return await save(delivery, file, onProgress);
  } finally {
    await file.close();
  }
}

/** Writes a file of its own, which takes the part's place once it is worth more. */
async function replace(
  delivery: Delivery,
  part: PartFile,
  url: string,
  onProgress: RequestOptions["onProgress"],
): Promise<string | undefined> {
  const { response } = delivery;
  const [known, version] = [await part.version(), versionOf(response)];
  const isOutdated = known !== "" && version !== "" && known !== version;
  const size = await part.size();
  const path = `${part.path}.anew`;
  const file = await open(path, "w");
  let isIn = false;
  try {
    return await save(delivery, file, async (done, total, chunk) => {
      const from = done - chunk.length;
      const begin = chunk.subarray(0, Math.max(0, GZIP.length - from));
      if (begin.some((byte, i) => byte !== GZIP[from + i])) throw notTheFile(response, url);
      onProgress(done, total);
      if (isIn || (!isOutdated && done <= size && done !== total)) return;
      isIn = true;
      await part.replaceBy(path, version);
    });
  } finally {
    await file.close();
    if (!isIn) await rm(path, { force: true });
  }
}

/** All packages are gzipped, and begin so. */
const GZIP = [0x1f, 0x8b];

/** Writes what comes to the end of a file. */
async function save(
  { response: { body }, start, total }: Delivery,
  file: FileHandle,
  onChunk: (done: number, total: number | undefined, chunk: Uint8Array) => void | Promise<void>,
): Promise<string | undefined> {
  let done = start;
  for await (const chunk of body ?? []) {
    await file.appendFile(chunk);
    done += chunk.length;
    await onChunk(done, total, chunk);
  }
  await file.sync();
  return total !== undefined && done < total ? "it ended early" : undefined;
}

/**
 * A strong entity tag, else a date: what the server needs to tell whether its file is still the
 * same.
 */
function versionOf({ headers }: Response): string {
  const tag = headers.get("etag");
  return tag && !tag.startsWith("W/") ? tag : (headers.get("last-modified") ?? "");
}

/** Where an answer begins in the file, and how long the file is. */
function placeOf({ status, headers }: Response): { start: number; total?: number } {
  if (status === 200) {
    return { start: 0, total: Number(headers.get("content-length")) || undefined };
  }
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(headers.get("content-range") ?? "");
  return range ? { start: Number(range[1]), total: Number(range[2]) } : { start: Number.NaN };
}

function isPage({ headers }: Response): boolean {
  return /^text\/html\b/i.test(headers.get("content-type") ?? "");
}

function notTheFile(response: Response, url: string): UnavailableError {
  const type = response.headers.get("content-type");
  const what = `${isPage(response) ? "a page" : "something else"}${type ? ` (${type})` : ""}`;
  const from = response.redirected ? ` from ${new URL(response.url).host}` : "";
  return new UnavailableError(
    `${url} answered with ${what}${from} in place of the file: ` +
      "this network may ask for a log-in in the browser first",
  );
}

function silent(url: string, milliseconds: number): UnavailableError {
  const { host } = new URL(url);
  return new UnavailableError(`${host} has sent nothing for ${milliseconds / 1000} s`);
}
