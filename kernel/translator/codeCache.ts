import { readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import path from "node:path";
import vm from "node:vm";
import { isGrading } from "../grading.ts";
import { KEPT, keep, readKept } from "./keptFile.ts";

const require = createRequire(import.meta.url);

/**
 * Loads a CommonJS module from the bytecode that V8 made of it in an earlier kernel, so that
 * `require` finds it loaded: TypeScript's 9 MB take a third of the time. What is not there, or is
 * of another V8, is compiled as ever.
 *
 * @param id the name of a package
 * @param folder where the bytecode is kept
 * @returns keeps the bytecode of what has run by now, once; undefined where it is kept
 */
export function loadCached(id: string, folder: string = KEPT): (() => void) | undefined {
  const filename = require.resolve(id);
  const source = readFileSync(filename, "utf8");
  const { version } = require(`${id}/package.json`) as { version: string };
  const flags = isGrading ? "-graded" : ""; // V8 refuses what was made with others: see optimizeLate.ts
  const made = `${id}-${version}-${process.version}-${process.arch}${flags}`;
  const kept = path.join(folder, `${made}.bytecode`);
  const script = new vm.Script(Module.wrap(source), { filename, cachedData: readKept(kept) });
  const module = new Module(filename);
  module.filename = filename;
  module.exports = {};
  const compiled = script.runInThisContext();
  compiled(module.exports, createRequire(filename), module, filename, path.dirname(filename));
  module.loaded = true;
  require.cache[filename] = module;
  if (script.cachedDataRejected === false) return undefined;
  let isKept = false;
  return () => {
    if (!isKept) keep(kept, script.createCachedData());
    isKept = true;
  };
}
