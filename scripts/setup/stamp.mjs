import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const stampIn = (/** @type {string} */ folder) => join(folder, ".made-from");

/**
 * What a folder is made from, as one line.
 * @param {string} file whose content counts
 * @param {string[]} more words that count too
 */
export async function fingerprint(file, ...more) {
  const hash = createHash("sha256").update(await readFile(file));
  return [hash.digest("hex"), ...more].join(" ");
}

/**
 * Whether `folder` was finished from exactly this. The stamp lies inside, so it goes with the folder.
 * @param {string} folder
 * @param {string} print
 */
export async function isMadeFrom(folder, print) {
  return (await readFile(stampIn(folder), "utf8").catch(() => "")) === print;
}

/**
 * Makes `folder` anew: it counts as finished only after `work` has ended well.
 * @param {string} folder
 * @param {string} print
 * @param {() => Promise<void>} work
 */
export async function make(folder, print, work) {
  await rm(stampIn(folder), { force: true });
  await work();
  await writeFile(stampIn(folder), print);
}
