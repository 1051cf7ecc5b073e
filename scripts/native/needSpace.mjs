import { mkdir, statfs } from "node:fs/promises";
import { Problem } from "../setup/problem.mjs";

/**
 * @param {string} folder made if it is not there
 * @param {number} gigabytes
 * @throws Problem when the disk has less free
 */
export async function needSpace(folder, gigabytes) {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const free = (bavail * bsize) / 1e9;
  if (free < gigabytes) {
    throw new Problem(
      `The disk has ${free.toFixed(1)} GB free, this needs ${gigabytes} GB in the project's folder: free some space and run the same command again.`,
    );
  }
}
