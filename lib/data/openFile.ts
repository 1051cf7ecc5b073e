import { fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";

/** Files that stay open while the process runs, by path and version. */
const open = new Map<string, number>();

/** Which file it is and when it was written last: another one, or the same changed, has another. */
export function versionOf(path: string): string {
  return versionIn(statSync(path));
}

/**
 * Fills `into` with the bytes of the file from `position` on. The file is opened once.
 *
 * @param version that it has to be, of `versionOf`
 * @throws Error when it is gone, or was changed
 */
export function readFrom(path: string, version: string, into: Uint8Array, position: number): void {
  const file = fileOf(path, version);
  for (let done = 0; done < into.length; ) {
    const bytes = readSync(file, into, done, into.length - done, position + done);
    if (bytes === 0) throw changed(path);
    done += bytes;
  }
}

/**
 * Makes sure that an open file is as it was.
 *
 * @throws Error when it was changed
 */
export function checkUnchanged(path: string, version: string): void {
  if (versionIn(fstatSync(fileOf(path, version))) !== version) throw changed(path);
}

function fileOf(path: string, version: string): number {
  const key = `${version} ${path}`;
  let file = open.get(key);
  if (file === undefined) {
    file = openSync(path, "r");
    open.set(key, file);
  }
  return file;
}

function versionIn({ dev, ino, size, mtimeMs }: Stats): string {
  return [dev, ino, size, mtimeMs].join(" ");
}

function changed(path: string): Error {
  return new Error(
    `${path} was changed since its images were loaded; restart the kernel and load them again`,
  );
}
