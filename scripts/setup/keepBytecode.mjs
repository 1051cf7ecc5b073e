import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * Lets the kernel of a copy of the project keep TypeScript's bytecode beside it. A kernel does so itself, but only
 * once it has rested for a while, and where it may write; with it a kernel starts in 0.35 s of CPU less, and takes
 * 14 MB less.
 * @param {string} copy
 */
export async function keepBytecode(copy) {
  const kernel = join(copy, "kernel/dist/kernels/typescript");
  /** @type {{ argv: string[] }} */
  const { argv } = JSON.parse(await readFile(join(kernel, "kernel.json"), "utf8"));
  const flags = argv.filter((word) => word.startsWith("--"));
  await promisify(execFile)(process.execPath, [...flags, join(kernel, "keepBytecode.js")]);
}

/**
 * Whether a copy has bytecode of this Node.js.
 * @param {string} copy
 */
export async function hasBytecode(copy) {
  const kept = await readdir(join(copy, "node_modules/.cache/kernel")).catch(() => []);
  return kept.some((name) => name.endsWith(`-${process.version}-${process.arch}.bytecode`));
}
