import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../setup/project.mjs";

const asc = join(root, "node_modules", "assemblyscript", "bin", "asc.js");
const options = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];

/**
 * Compiles a file of AssemblyScript to the bytes of a WebAssembly module.
 * @param {string} source
 */
export async function compile(source) {
  const folder = await mkdtemp(join(tmpdir(), "assemble-"));
  try {
    const module = join(folder, "module.wasm");
    await promisify(execFile)(process.execPath, [asc, source, "--outFile", module, ...options]);
    return await readFile(module);
  } finally {
    await rm(folder, { recursive: true });
  }
}
