import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * Lets the kernel of a copy keep TypeScript's bytecode beside it, which those who only read the copy could
 * not. Their kernels start with it in 0.35 s of CPU less, and take 14 MB less.
 * @param {string} copy
 */
export async function keepBytecode(copy) {
  const kernel = join(copy, "kernel/dist/kernels/typescript");
  /** @type {{ argv: string[] }} */
  const { argv } = JSON.parse(await readFile(join(kernel, "kernel.json"), "utf8"));
  const flags = argv.filter((word) => word.startsWith("--"));
  await promisify(execFile)(process.execPath, [...flags, join(kernel, "keepBytecode.js")]);
}
