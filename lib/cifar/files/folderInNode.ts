import { readdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { makeFolder } from "../../data/makeFolder.ts";
import type { Folder } from "./folder.ts";
import { writeAtomically } from "./writeAtomically.ts";

export { withRunLock } from "./runLock.ts";

/**
 * A directory on the disk.
 *
 * @param make makes it where it is not there, and sees that it can be written to
 * @throws Error when it cannot be made or written to
 */
export async function openFolder(
  directory: string,
  { make = false }: { readonly make?: boolean } = {},
): Promise<Folder> {
  if (make) await makeFolder(directory);
  return {
    path: resolve(directory),
    list: () => readdir(directory),
    read: (name) => readFile(join(directory, name)),
    write: (name, content) => writeAtomically(join(directory, name), content),
    remove: (name) => rm(join(directory, name), { force: true }),
  };
}
