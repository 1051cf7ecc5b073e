import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { join, relative, sep } from "node:path";

/**
 * All files of a folder and below, by their paths in it with `/`.
 * @param {string} folder
 * @param {(path: string, name: string) => boolean} [isWanted]
 */
export function filesIn(folder, isWanted = () => true) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} place */
  const visit = (place) => {
    for (const entry of readdirSync(place, { withFileTypes: true })) {
      const path = join(place, entry.name);
      if (!isWanted(path, entry.name)) continue;
      if (entry.isDirectory()) visit(path);
      else found.push(relative(folder, path).replaceAll(sep, "/"));
    }
  };
  visit(folder);
  return found;
}

/**
 * What a file was when it was installed, as far as a look at the folder tells: its size, or where a
 * link leads; undefined where it is missing.
 * @param {string} path
 */
export function sizeOf(path) {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return undefined;
  return stat.isSymbolicLink()
    ? `to ${readlinkSync(path)}`
    : stat.isFile()
      ? stat.size
      : "a folder";
}
