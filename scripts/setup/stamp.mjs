import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { filesIn, sizeOf } from "./files.mjs";
import { work } from "./project.mjs";

/**
 * What a finished folder was made from, and its files as they were then. It lies inside, so it
 * goes with the folder.
 * @typedef {{ from: string, files: Record<string, string | number | undefined> }} Stamp
 */
const STAMP = ".made-from";
/** npm's and the stamp's own. */
const NOT_RECORDED = [STAMP, ".package-lock.json"];

/**
 * What a folder is made from, as one line.
 * @param {string[]} files whose content counts
 * @param {string[]} more words that count too
 */
export async function fingerprint(files, ...more) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(await readFile(file));
  return [hash.digest("hex"), ...more].join(" ");
}

/**
 * @param {string} folder
 * @returns {Stamp | undefined}
 */
function readStamp(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, STAMP), "utf8"));
  } catch {
    return undefined; // none, or a damaged one
  }
}

/**
 * Whether `folder` was finished from exactly this.
 * @param {string} folder
 * @param {string} print
 */
export function isMadeFrom(folder, print) {
  return readStamp(folder)?.from === print;
}

/**
 * @typedef {object} Damage
 * @property {string} path below the folder
 * @property {string} text such as `node_modules/a/index.js is missing`
 */

/**
 * The files of a finished folder that are not what they were.
 * @param {string} folder
 * @returns {Damage[]}
 */
export function damageOf(folder) {
  return Object.entries(readStamp(folder)?.files ?? {}).flatMap(([path, before]) => {
    const now = sizeOf(join(folder, path));
    if (now === before) return [];
    if (now === undefined && isCache(path)) return [];
    return { path, text: `${basename(folder)}/${path} ${faultOf(before, now)}` };
  });
}

/**
 * @param {string | number | undefined} before
 * @param {string | number | undefined} now
 */
function faultOf(before, now) {
  if (now === undefined) return "is missing";
  if (typeof now === "number" && typeof before === "number") {
    return `has ${now} bytes instead of ${before}`;
  }
  return `is not what was installed (${now})`;
}

/** Python makes these anew where they are missing, but stumbles over a cut one. */
const isCache = (/** @type {string} */ path) => path.endsWith(".pyc");

/**
 * Removes damaged files that make themselves anew, which may then have another size.
 * @param {string} folder
 */
export async function dropCaches(folder) {
  const stamp = readStamp(folder);
  if (!stamp) return;
  const cut = damageOf(folder).filter(({ path }) => isCache(path));
  if (cut.length === 0) return;
  for (const { path } of cut) {
    await rm(join(folder, path), { recursive: true });
    delete stamp.files[path];
  }
  await writeFile(join(folder, STAMP), JSON.stringify(stamp));
}

/**
 * Makes `folder` anew: it counts as finished only after `install` has ended well; if it fails,
 * what was there before stays.
 * @param {string} folder
 * @param {string} print
 * @param {() => Promise<void>} install
 */
export async function make(folder, print, install) {
  const old = join(work, `old${basename(folder)}`);
  await rm(old, { recursive: true, force: true });
  const isThere = await rename(folder, old).then(
    () => true,
    (error) => {
      if (error.code !== "ENOENT") throw error;
      return false;
    },
  );
  try {
    await install();
    const paths = filesIn(folder, (_, name) => !NOT_RECORDED.includes(name));
    const files = Object.fromEntries(paths.map((path) => [path, sizeOf(join(folder, path))]));
    await writeFile(join(folder, STAMP), JSON.stringify({ from: print, files }));
  } catch (error) {
    if (isThere) {
      await rm(folder, { recursive: true, force: true });
      await rename(old, folder);
    }
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}
