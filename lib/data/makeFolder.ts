import { access, constants, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder, and those above it, where it is not there, and sees that it can be written to. Node.js'
 * own way, `recursive`, tries for ever where the system says that a folder above is missing and is not, as
 * below /proc.
 *
 * @throws Error with the system's code when it cannot be made or written to
 */
export async function makeFolder(folder: string): Promise<void> {
  await make(folder).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await make(folder);
  });
  await access(folder, constants.W_OK);
}

/** Makes one folder, unless it is there. */
async function make(folder: string): Promise<void> {
  await mkdir(folder).catch(async (error: NodeJS.ErrnoException) => {
    const there = await stat(folder).catch(() => undefined);
    if (!there?.isDirectory()) throw error;
  });
}
