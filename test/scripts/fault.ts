import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync, rmSync, truncateSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { filesIn } from "../../scripts/setup/files.mjs";

/** The folders that the set-up makes. */
export const madeFolders = ["node_modules", ".venv", "lib/dist", "kernel/dist"];

const WHOLE = 2 ** 30;
const part = fc.noBias(fc.nat(WHOLE - 1)).map((n) => n / WHOLE);

/** What may happen to any one file: `rest` is the part of it that is left, null for none. */
export const fault = fc.record({
  folder: fc.constantFrom(...madeFolders),
  place: part,
  rest: fc.option(part, { freq: 3 }),
});
export type Fault = typeof fault extends fc.Arbitrary<infer T> ? T : never;

/**
 * Deletes or cuts the file that a fault means in a project; a link, and what is empty, it deletes.
 * @returns the file's path in the project
 */
export function inflict(root: string, { folder, place, rest }: Fault): string {
  const files = filesIn(path.join(root, folder)).sort();
  const name = `${folder}/${files[Math.floor(place * files.length)]}`;
  const file = path.join(root, name);
  const stat = lstatSync(file);
  if (rest !== null && stat.isFile() && stat.size > 0) {
    truncateSync(file, Math.floor(rest * stat.size));
  } else rmSync(file);
  return name;
}

/** A file's SHA-256, or where a link leads. */
export function contentOf(file: string): string {
  if (lstatSync(file).isSymbolicLink()) return readlinkSync(file);
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
