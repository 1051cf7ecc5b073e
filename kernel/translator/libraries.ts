import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import ts = require("typescript-api");

import type { Modules } from "./modules.ts";

/** What tells in `dist` what was built: the compiler's record, and our notes of builds and watches. */
const RECORDS = ["tsconfig.tsbuildinfo", "built.json", "watch.json"];

/** The folder of the library whose build holds a file; undefined for a file of another kind. */
export function libraryOf(file: string): string | undefined {
  const [folder, inside] = file.split(`${path.posix.sep}dist${path.posix.sep}`);
  const isLibrary =
    inside !== undefined &&
    existsSync(path.join(folder, "package.json")) &&
    existsSync(path.join(folder, "tsconfig.json")) &&
    RECORDS.some((name) => existsSync(path.join(folder, "dist", name)));
  return isLibrary ? folder : undefined;
}

/**
 * The folders of the libraries that code imports, itself or through the notebook's own files:
 * packages outside `node_modules` that TypeScript builds into `dist`, with a record.
 */
export function importedLibraries(code: string, modules: Modules): string[] {
  const seen = new Set<string>();
  const found = new Set<string>();
  const visit = (text: string, importer: string) => {
    for (const { fileName: name } of ts.preProcessFile(text, true, true).importedFiles) {
      const file = modules.resolve(name, importer);
      if (!file || seen.has(file) || file.includes("/node_modules/")) continue;
      seen.add(file);
      const library = libraryOf(file);
      if (library) found.add(library);
      else visit(readFileSync(file, "utf8"), file);
    }
  };
  visit(code, path.resolve("cell.ts"));
  return [...found];
}
