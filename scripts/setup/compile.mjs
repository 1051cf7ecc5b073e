import { buildDamage, hashesOf, recordBuild, sourcesOf } from "./builtFiles.mjs";
import { run } from "./step.mjs";

/**
 * Compiles libraries: what changed, or all where a file of theirs is damaged, as the compiler does
 * not look at what it has written.
 * @param {string} tsc the compiler
 * @param {string[]} folders of the libraries
 * @param {Parameters<typeof run>[2] & { pretty?: boolean }} [options]
 */
export async function compile(tsc, folders, { pretty, ...options } = {}) {
  const sources = folders.map((folder) => hashesOf(folder, sourcesOf(folder)));
  const isDamaged = folders.some((folder) => buildDamage(folder).length > 0);
  const args = [tsc, "--build", ...(isDamaged ? ["--force"] : []), ...(pretty ? ["--pretty"] : [])];
  const result = await run(process.execPath, [...args, ...folders], options);
  if (result.code === 0) {
    for (const [i, folder] of folders.entries()) recordBuild(folder, sources[i]);
  }
  return result;
}
