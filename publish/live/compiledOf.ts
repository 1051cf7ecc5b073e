import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { root } from "../../scripts/setup/project.mjs";
import { type Notebook, sourceOf } from "../notebooks.ts";
import { writeWhole } from "../writeWhole.ts";
import type { Compiled } from "./compileCells.ts";
import { compileNotebook } from "./compileNotebook.ts";

const require = createRequire(import.meta.url);

/** The compiler's records of what a translation depends on besides the cells. */
export const BUILDS: readonly string[] = [
  join(dirname(require.resolve("lib/cifar")), "..", "tsconfig.tsbuildinfo"),
  join(root, "kernel", "dist", "kernels", "typescript", "tsconfig.tsbuildinfo"),
];

/**
 * The compiled cells of a notebook, kept from the last time where neither they nor the library nor
 * the kernel have changed.
 *
 * @param runs the folder where they are kept
 * @param signal ends it
 * @throws Problem where it fails
 */
export async function compiledOf(
  name: string,
  notebook: Notebook,
  runs: string,
  signal: AbortSignal,
): Promise<Compiled[]> {
  const key = await keyOf(notebook);
  const file = fileOf(runs, name);
  try {
    const kept = JSON.parse(await readFile(file, "utf8"));
    if (kept.key === key) return kept.cells;
  } catch {
    // none is kept, or it is damaged
  }
  const cells = await compileNotebook(name, notebook, signal);
  await keepCompiled(name, notebook, runs, cells);
  return cells;
}

/** Keeps compiled cells for the next time. */
export async function keepCompiled(
  name: string,
  notebook: Notebook,
  runs: string,
  cells: Compiled[],
): Promise<void> {
  const content = JSON.stringify({ key: await keyOf(notebook), cells });
  await writeWhole(fileOf(runs, name), content);
}

const fileOf = (runs: string, name: string) => join(runs, `${name}.compiled.json`);

async function keyOf({ cells }: Notebook): Promise<string> {
  const sources = cells
    .filter(({ cell_type }) => cell_type === "code")
    .map((cell) => [cell.id, sourceOf(cell)]);
  const hash = createHash("sha256").update(JSON.stringify(sources));
  for (const file of BUILDS) hash.update(await readFile(file).catch(() => ""));
  return hash.digest("hex");
}
