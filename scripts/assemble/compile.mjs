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

/** What is added to each byte, so that most of them are ASCII's: instantiate.ts takes it away again. */
const SHIFT = 17;

/** A function in what `asc --bindings raw` declares: its name and arguments. */
const declaration = /export function (\w+)\(([^)]*)\)/g;

/**
 * Compiles a file of AssemblyScript to a WebAssembly module, a character for each byte, and names its functions'
 * arguments, in order.
 * @param {string} source
 * @param {boolean} importsMemory whether it imports its memory, instead of having its own
 */
export async function compile(source, importsMemory = false) {
  const folder = await mkdtemp(join(tmpdir(), "assemble-"));
  try {
    const module = join(folder, "module.wasm");
    const all = importsMemory ? [...options, ...imported] : options;
    const out = ["--outFile", module, "--bindings", "raw"];
    await promisify(execFile)(process.execPath, [asc, source, ...out, ...all]);
    const types = await readFile(join(folder, "module.d.ts"), "utf8");
    /** @type {Record<string, string[]>} */
    const functions = {};
    for (const [, name, args] of types.matchAll(declaration)) {
      functions[name] = args.split(", ").map((argument) => argument.split(":")[0]);
    }
    const bytes = await readFile(module);
    const shifted = Buffer.from(bytes.map((byte) => byte + SHIFT));
    return { binary: shifted.toString("latin1"), functions };
  } finally {
    await rm(folder, { recursive: true });
  }
}
