import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Of what is installed for developers, cells need the types. */
const NEEDED = /^node_modules\/(@types\/|undici-types$)/;

/**
 * Which folders of `node_modules` programs need that only run: a test of paths such as
 * `node_modules/a/node_modules/b`.
 * @param {string} root the project's folder
 */
export function wantedPackages(root) {
  const lock = readFileSync(join(root, "node_modules", ".package-lock.json"), "utf8");
  /** @type {Record<string, { dev?: boolean }>} */
  const packages = JSON.parse(lock).packages;
  return (/** @type {string} */ path) => !packages[path]?.dev || NEEDED.test(path);
}
