import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The trials of a search's directory to the last bit, but for their times; by the name of the file. */
export async function stored(directory: string): Promise<Record<string, string>> {
  const trials: Record<string, string> = {};
  for (const name of (await readdir(directory)).toSorted()) {
    const text = await readFile(join(directory, name), "utf8");
    trials[name] = text.replace(/"seconds":[\d.e-]+/g, "").replace(/\n.*/, "");
  }
  return trials;
}
