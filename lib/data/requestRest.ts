import { open, readFile, rm, stat, writeFile } from "node:fs/promises";

/** The outside world, as far as a request needs it. */
export interface RequestOptions {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Told how many bytes are there and, if the server says so, how many there will be. */
  readonly onProgress: (done: number, total?: number) => void;
}

/**
 * Requests the part of `url` that is not yet in the file `path`, and writes it behind what is
 * there. If the server has another version by now, or cannot begin in the middle, it is written
 * from the start.
 *
 * @returns why the connection broke, or undefined: the file is whole.
 * @throws Error if the server refuses or the file cannot be written.
 */
export async function requestRest(
  url: string,
  path: string,
  options: RequestOptions,
): Promise<string | undefined> {
  const size = await sizeOf(path);
  const version = size > 0 ? await readFile(versionPath(path), "utf8").catch(() => "") : "";
  const range = version && { range: `bytes=${size}-`, "if-range": version };
  try {
    const response = await options.fetch(url, {
      headers: { "accept-encoding": "identity", ...range },
      signal: options.signal,
    });
    const { start, total } = contentRange(response);
    if (response.status === 206 && start === size) {
      await save(response, path, size, total, options);
      return undefined;
    }
    if (response.status === 200) {
      await writeFile(path, "");
      await writeFile(versionPath(path), versionOf(response));
      await save(response, path, 0, contentLength(response), options);
      return undefined;
    }
    await response.body?.cancel();
    if (response.status === 416 && total === size) return undefined;
    if (response.status !== 416 && response.status !== 206)
      throw new Error(`${url} answered ${response.status} ${response.statusText}`);
    await rm(path);
    return `it cannot go on at byte ${size}`;
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof TypeError && error.cause instanceof Error)
      return "code" in error.cause ? String(error.cause.code) : error.cause.message;
    throw error;
  }
}

/** Bytes in the file, 0 if there is none. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** The file that says which version of its URL the file `path` is. */
export function versionPath(path: string): string {
  return `${path}.version`;
}

/**
 * A strong entity tag, else a date: what the server needs to tell whether its file is still the
 * same.
 */
function versionOf({ headers }: Response): string {
  const tag = headers.get("etag");
  return tag && !tag.startsWith("W/") ? tag : (headers.get("last-modified") ?? "");
}

function contentRange({ headers }: Response): { start?: number; total?: number } {
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(headers.get("content-range") ?? "");
  return range ? { start: Number(range[1]), total: Number(range[2]) } : {};
}

function contentLength({ headers }: Response): number | undefined {
  return Number(headers.get("content-length")) || undefined;
}

async function save(
  { body }: Response,
  path: string,
  size: number,
  total: number | undefined,
  { onProgress }: RequestOptions,
): Promise<void> {
  if (!body) return;
  const file = await open(path, "a");
  try {
    let done = size;
    for await (const chunk of body) {
      await file.appendFile(chunk);
      done += chunk.length;
      onProgress(done, total);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
