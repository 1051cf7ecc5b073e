import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../setup/project.mjs";

const asc = join(root, "node_modules", "assemblyscript", "bin", "asc.js");
const options = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];
/** For a module that works in the memory of another: shared, of any size. */
const imported = [
  ...["--enable", "threads", "--importMemory", "--sharedMemory"],
  ...["--initialMemory", "1", "--maximumMemory", "65536"],
];

/**
 * Compiles a file of AssemblyScript to the bytes of a WebAssembly module.
 * @param {string} source
 * @param {boolean} importsMemory whether it imports its memory, instead of having its own
 */
export async function compile(source, importsMemory = false) {
  const folder = await mkdtemp(join(tmpdir(), "assemble-"));
  try {
    const module = join(folder, "module.wasm");
    const all = importsMemory ? [...options, ...imported] : options;
    await promisify(execFile)(process.execPath, [asc, source, "--outFile", module, ...all]);
    return await readFile(module);
  } finally {
    await rm(folder, { recursive: true });
  }
}
