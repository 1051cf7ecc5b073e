import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "../publish/writeWhole.ts";
import { Problem } from "../scripts/setup/problem.mjs";

/** The seed of the hidden checks: drawn once, so that marks can be made again. */
export async function keptSeed(folder: string): Promise<number> {
  const file = join(folder, "seed");
  const kept = await readFile(file, "utf8").catch(() => "");
  if (/^\d+$/.test(kept.trim())) return Number(kept);
  const seed = randomInt(2 ** 31);
  await writeWhole(file, `${seed}\n`).catch((error: Error) => {
    throw new Problem(`${folder} cannot be written: ${error.message}`);
  });
  return seed;
}
