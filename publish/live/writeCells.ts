import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Compiled } from "./compileCells.ts";
import { linesOf } from "./kernel/compile/linesOf.ts";
import type { PageCells } from "./kernel/compiledCell.ts";

/**
 * Writes the compiled cells of a page, and beside them where their lines come from, which is loaded
 * only for an error.
 *
 * @returns the file of the cells, as the page names it
 */
export async function writeCells(
  name: string,
  compiled: readonly Compiled[],
  site: string,
): Promise<string> {
  const lines = JSON.stringify(
    Object.fromEntries(compiled.map(({ id, maps }) => [id, maps.map(linesOf)])),
  );
  const linesFile = `${name}.lines.${shortHash(lines)}.json`;
  const cells = Object.fromEntries(compiled.map(({ id, maps: _, ...cell }) => [id, cell]));
  const content = JSON.stringify({ lines: linesFile, cells } satisfies PageCells);
  const file = `${name}.cells.${shortHash(content)}.json`;
  await writeFile(join(site, linesFile), lines);
  await writeFile(join(site, file), content);
  return file;
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
