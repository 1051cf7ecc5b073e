import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Compiled } from "./compileCells.ts";
import type { PageCells } from "./kernel/compiledCell.ts";

/**
 * Writes the compiled cells of a page, and beside them the maps of their lines, which are loaded
 * only for an error.
 *
 * @returns the file of the cells, as the page names it
 */
export async function writeCells(
  name: string,
  compiled: readonly Compiled[],
  site: string,
): Promise<string> {
  const maps = JSON.stringify(Object.fromEntries(compiled.map(({ id, maps }) => [id, maps])));
  const mapsFile = `${name}.lines.${shortHash(maps)}.json`;
  const cells = Object.fromEntries(compiled.map(({ id, maps: _, ...cell }) => [id, cell]));
  const content = JSON.stringify({ maps: mapsFile, cells } satisfies PageCells);
  const file = `${name}.cells.${shortHash(content)}.json`;
  await writeFile(join(site, mapsFile), maps);
  await writeFile(join(site, file), content);
  return file;
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
