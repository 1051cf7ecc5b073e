import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { work } from "../setup/project.mjs";

/**
 * Does `action` in an empty folder of the project's disk and removes it afterwards, with those that
 * killed set-ups have left. For one set-up at a time.
 * @template T
 * @param {(folder: string) => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function inTemporaryFolder(action) {
  await mkdir(work, { recursive: true });
  for (const name of await readdir(work)) {
    if (name.startsWith(PREFIX)) await rm(join(work, name), { recursive: true, force: true });
  }
  const folder = await mkdtemp(join(work, PREFIX));
  try {
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const PREFIX = "downloads-";
