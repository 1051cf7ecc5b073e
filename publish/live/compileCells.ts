import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { Translator } from "../../kernel/dist/kernels/typescript/translator/translator.js";
import type { Language } from "../../kernel/languages.ts";
import type { CompiledCell } from "./kernel/compiledCell.ts";

const ts: typeof import("typescript-api") = createRequire(import.meta.url)("typescript-api");

/** A code cell of a notebook. */
export interface SourceCell {
  id: string;
  source: string;
}

/** A cell as a page has it. */
export interface Compiled extends CompiledCell {
  id: string;
  hash: string;
  maps: string[];
}

/**
 * Compiles a notebook's cells as they run from top to bottom, by the kernel's own translator, in
 * the current folder. A cell that does not compile is left out: a page says why when it is run.
 */
export function compileCells(cells: SourceCell[], language: Language): Compiled[] {
  const translator = new Translator(language);
  return cells.flatMap(({ id, source }, i) => {
    const translated = translator.translate(`cell ${i + 1}`, source, []);
    if ("failure" in translated) return [];
    const { js, maps, prologue, names, isAsync, resultName, added } = translated.cell;
    translator.settle(names, true);
    const { importedFiles } = ts.preProcessFile(source, true, true);
    const isLoaded = (name: string) => js.includes(`require(${JSON.stringify(name)})`);
    const imports = [...new Set(importedFiles.map(({ fileName }) => fileName))].filter(isLoaded);
    const hash = createHash("sha256").update(source).digest("hex");
    // tslab's `export {}` stands before each cell
    const compiled = { js, prologue, names, isAsync, resultName, added: added + 1, imports };
    return [{ id, hash, ...compiled, maps }];
  });
}
