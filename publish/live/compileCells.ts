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
  /** Source maps that lead from lines of `js` to the source's, one after another. */
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
    const imports = importsOf(source, js);
    const hash = createHash("sha256").update(source).digest("hex").slice(0, 16);
    // tslab's `export {}` stands before each cell
    const compiled = { js, prologue, names, isAsync, resultName, added: added + 1, imports };
    return [{ id, hash, ...compiled, maps }];
  });
}

/** What a cell imports, as far as its JavaScript still needs it, and which exports of it. */
function importsOf(source: string, js: string): CompiledCell["imports"] {
  const { importedFiles } = ts.preProcessFile(source, true, true);
  const names = [...new Set(importedFiles.map(({ fileName }) => fileName))];
  return names.flatMap((name) => {
    const call = `require(${JSON.stringify(name)})`;
    const count = js.split(call).length - 1;
    if (count === 0) return [];
    // TypeScript makes `const data_1 = require("lib/data")` of an import of names alone
    const [, module] = new RegExp(`const (\\w+) = ${quoted(call)};`).exec(js) ?? [];
    if (count > 1 || module === undefined) return [{ name }];
    const members = [...js.matchAll(new RegExp(`\\b${module}\\.(\\w+)`, "g"))].map(
      ([, each]) => each,
    );
    return [{ name, members: [...new Set(members)] }];
  });
}

const quoted = (text: string) => text.replace(/[()./\\$*+?[\]^{|}]/g, "\\$&");
