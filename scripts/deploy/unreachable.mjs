import { statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * The first folder on the way to a place that only its owner may enter.
 * @param {string} place an absolute path
 * @returns {string | undefined}
 */
export function unreachable(place) {
  const parent = dirname(place);
  const above = parent === place ? undefined : unreachable(parent);
  if (above || process.platform === "win32") return above;
  return statSync(place).isDirectory() && !(statSync(place).mode & 0o001) ? place : undefined;
}
