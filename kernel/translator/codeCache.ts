import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import path from "node:path";
import vm from "node:vm";
import { isGrading } from "../grading.ts";
import { projectRoot } from "../tslab.ts";

const require = createRequire(import.meta.url);

/**
 * Loads a CommonJS module from the bytecode that V8 made of it in an earlier kernel, so that
 * `require` finds it loaded: TypeScript's 9 MB take a third of the time. What is not there, or is
 * of another V8, is compiled as ever.
 *
 * @param id the name of a package
 * @param folder where the bytecode is kept
 * @returns keeps the bytecode of what has run by now, if none was there; what is called again does
 *   nothing
 */
export function loadCached(
  id: string,
  folder: string = path.join(projectRoot, "node_modules/.cache/kernel"),
): () => void {
  const filename = require.resolve(id);
  const source = readFileSync(filename, "utf8");
  const { version } = require(`${id}/package.json`) as { version: string };
  const flags = isGrading ? "-graded" : ""; // V8 refuses what was made with others: see optimizeLate.ts
  const made = `${id}-${version}-${process.version}-${process.arch}${flags}`;
  const kept = path.join(folder, `${made}.bytecode`);
  const script = new vm.Script(Module.wrap(source), { filename, cachedData: read(kept) });
  const module = new Module(filename);
  module.filename = filename;
  module.exports = {};
  const compiled = script.runInThisContext();
  compiled(module.exports, createRequire(filename), module, filename, path.dirname(filename));
  module.loaded = true;
  require.cache[filename] = module;
  let isKept = script.cachedDataRejected === false;
  return () => {
    if (!isKept) write(kept, script.createCachedData());
    isKept = true;
  };
}

const sumOf = (data: Buffer): Buffer => createHash("sha256").update(data).digest();
const SUM = sumOf(Buffer.of()).length;

/** @returns undefined where there is no such file, or a damaged one, which V8 would run */
function read(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const data = bytes.subarray(SUM);
    return sumOf(data).equals(bytes.subarray(0, SUM)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Leaves nothing in a folder that cannot be written to, or on a full disk. */
function write(file: string, data: Buffer): void {
  const part = `${file}.${process.pid}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(part, Buffer.concat([sumOf(data), data]));
    renameSync(part, file);
  } catch {
    if (existsSync(part)) rmSync(part);
  }
}
