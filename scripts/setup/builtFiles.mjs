import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { filesIn } from "./files.mjs";

/**
 * What a build was made of and what it made: each file's SHA-256 by its path. The kernel reads the
 * sources' (kernel/server/builds.ts).
 * @typedef {{ sources: Record<string, string>, outputs: Record<string, string> }} Built
 */

const BUILT = "built.json";
/** Not the compiler's: what tells of builds, and what the compiler itself makes anew. */
const isOutput = (/** @type {string} */ _, /** @type {string} */ name) =>
  !name.startsWith(BUILT) && !name.startsWith("watch.json");
/** The compiler checks its own record by itself. */
const isRecord = (/** @type {string} */ path) => path.endsWith(".tsbuildinfo");

/**
 * The TypeScript files of a library that are not excluded.
 * @param {string} folder
 */
export function sourcesOf(folder) {
  const { exclude } = JSON.parse(readFileSync(join(folder, "tsconfig.json"), "utf8"));
  const skipped = [...exclude, "node_modules"].map((name) => join(folder, name));
  const files = filesIn(folder, (path, name) => !name.startsWith(".") && !skipped.includes(path));
  return files.filter((path) => path.endsWith(".ts"));
}

/**
 * @param {string} folder
 * @param {string[]} paths
 */
export function hashesOf(folder, paths) {
  const hash = (/** @type {string} */ path) =>
    createHash("sha256")
      .update(readFileSync(join(folder, path)))
      .digest("hex");
  return Object.fromEntries(paths.map((path) => [path, isRecord(path) ? "" : hash(path)]));
}

/**
 * Notes what a build has made in `folder`/dist.
 * @param {string} folder
 * @param {Built["sources"]} sources as they were before it
 */
export function recordBuild(folder, sources) {
  const dist = join(folder, "dist");
  mkdirSync(dist, { recursive: true });
  const text = JSON.stringify({ sources, outputs: hashesOf(dist, filesIn(dist, isOutput)) });
  const file = join(dist, BUILT);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file); // never read half-written
}

/**
 * What is wrong with the files of a build, in sentences such as `lib/dist/a.js is missing`.
 * @param {string} folder
 */
export function buildDamage(folder) {
  const name = `${basename(folder)}/dist`;
  const dist = join(folder, "dist");
  /** @type {Built} */
  let built;
  try {
    built = JSON.parse(readFileSync(join(dist, BUILT), "utf8"));
  } catch {
    return [existsSync(dist) ? `${name}/${BUILT} is missing or damaged` : `${name} is missing`];
  }
  return Object.entries(built.outputs).flatMap(([path, before]) => {
    if (!existsSync(join(dist, path))) return `${name}/${path} is missing`;
    return hashesOf(dist, [path])[path] === before ? [] : `${name}/${path} is not as it was built`;
  });
}
