import { fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";

/** Files that stay open while the process runs, by path and version. */
const open = new Map<string, number>();

/** Which file it is and when it was written last: another one, or the same changed, has another. */
export function versionOf(path: string): string {
  return versionIn(statSync(path));
}

/** A file that is open, and was not changed. */
export interface OpenFile {
  readonly path: string;
  readonly descriptor: number;
}

/**
 * Opens a file, once in a process.
 *
 * @param version that it has to be, of `versionOf`
 * @throws Error when it is gone, or was changed
 */
export function openUnchanged(path: string, version: string): OpenFile {
  const key = `${version} ${path}`;
  const descriptor = open.get(key) ?? openSync(path, "r");
  open.set(key, descriptor);
  if (versionIn(fstatSync(descriptor)) !== version) throw changed(path);
  return { path, descriptor };
}

/**
 * Fills `into` with the bytes of the file from `position` on.
 *
 * @throws Error when it was cut meanwhile
 */
export function readFrom({ path, descriptor }: OpenFile, into: Uint8Array, position: number): void {
  for (let done = 0; done < into.length; ) {
    const bytes = readSync(descriptor, into, done, into.length - done, position + done);
    if (bytes === 0) throw changed(path);
    done += bytes;
  }
}

function versionIn({ dev, ino, size, mtimeMs }: Stats): string {
  return [dev, ino, size, mtimeMs].join(" ");
}

function changed(path: string): Error {
  return new Error(
    `${path} was changed since its images were loaded; restart the kernel and load them again`,
  );
}
