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
  const sources = notebook.cells
    .filter(({ cell_type }) => cell_type === "code")
    .map((cell) => [cell.id, sourceOf(cell)]);
  const hash = createHash("sha256").update(JSON.stringify(sources));
  for (const file of BUILDS) hash.update(await readFile(file).catch(() => ""));
  const key = hash.digest("hex");
  const file = join(runs, `${name}.compiled.json`);
  try {
    const kept = JSON.parse(await readFile(file, "utf8"));
    if (kept.key === key) return kept.cells;
  } catch {
    // none is kept, or it is damaged
  }
  const cells = await compileNotebook(name, notebook, signal);
  await writeWhole(file, JSON.stringify({ key, cells }));
  return cells;
}
