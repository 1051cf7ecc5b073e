import ts = require("typescript-api");

import { isAugmentation } from "./declarations.ts";
import { slashes } from "./system.ts";

/** A text without the modules that it declares, and these alone; both as long as the text. */
interface Parts {
  own: string;
  modules: string;
  /** The names of other modules, which have types, to which the text adds some. */
  augmented: string[];
}

const isModule = (statement: ts.Statement): statement is ts.ModuleDeclaration =>
  isAugmentation(statement) && ts.isStringLiteral(statement.name);

const blank = (text: string) => text.replace(/[^\n]/g, " ");

/** @param hasTypes whether a module is there, with types, so that it cannot be declared but added to */
function split(text: string, hasTypes: (name: string) => boolean): Parts {
  const parts: Parts = { own: text, modules: blank(text), augmented: [] };
  if (!/\bdeclare\s+module\s*["']/.test(text)) return parts;
  const source = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ES2022);
  const put = (whole: string, part: string, start: number) =>
    whole.slice(0, start) + part + whole.slice(start + part.length);
  for (const statement of source.statements) {
    if (!isModule(statement)) continue;
    if (hasTypes(statement.name.text)) {
      parts.augmented.push(statement.name.text);
      continue;
    }
    const start = statement.getStart(source);
    const declaration = text.slice(start, statement.end);
    parts.own = put(parts.own, blank(declaration), start);
    parts.modules = put(parts.modules, declaration, start);
  }
  return parts;
}

/**
 * The modules without types that cells declare, `declare module "x"`. A cell is a module, in
 * which TypeScript only lets types be added to a module that has some: these go into a script.
 */
export class DeclaredModules {
  readonly #file: string;
  #text = "\n";
  /** Where the latest cell's part begins. */
  #begin = 0;
  #isChanged: ts.FileWatcherCallback | undefined;

  constructor(folder: string) {
    this.#file = `${slashes(folder)}/__declared__.ts`; // those of a .d.ts would not be checked
  }

  /** The script's name. There is no such file. */
  get file(): string {
    return this.#file;
  }

  /** Shows TypeScript the script. */
  addTo(system: ts.System): ts.System {
    const additions: Partial<ts.System> = {
      fileExists: (file) => file === this.#file || system.fileExists(file),
      readFile: (file, encoding) =>
        file === this.#file ? this.#text : system.readFile(file, encoding),
      watchFile: (file, callback, ...rest) => {
        if (file !== this.#file) {
          return system.watchFile?.(file, callback, ...rest) ?? { close() {} };
        }
        this.#isChanged = callback;
        return { close() {} };
      },
    };
    return Object.assign(Object.create(system), additions);
  }

  /**
   * Takes the modules that earlier cells and a cell declare into the script.
   *
   * @returns both texts without them, and the text of all of them
   */
  take(
    declarations: string,
    cell: string,
    hasTypes: (name: string) => boolean,
  ): { declarations: string; cell: string; modules: string } {
    const earlier = split(declarations, hasTypes);
    const now = split(cell, hasTypes);
    const kept = earlier.modules.trim();
    this.#begin = kept.length + 1;
    const text = now.modules.trim() ? `${kept}\n${now.modules}` : `${kept}\n`;
    if (text !== this.#text) {
      this.#text = text;
      this.#isChanged?.(this.#file, ts.FileWatcherEventKind.Changed);
    }
    // a module that is only added to would not be read
    const names = new Set([...earlier.augmented, ...now.augmented]);
    const imports = [...names].map((name) => `import type {} from ${JSON.stringify(name)};\n`);
    return {
      declarations: `${earlier.own}${imports.join("")}`,
      cell: now.own,
      modules: text.trim() && `${text.trim()}\n`,
    };
  }

  /** What is wrong in the latest cell's part of the script, at its place in the cell. */
  diagnose(program: ts.Program, cell: ts.SourceFile): ts.Diagnostic[] {
    const file = program.getSourceFile(this.#file);
    if (!file || this.#text.length <= this.#begin) return [];
    const prefix = cell.getLineStarts()[1]; // tslab's `export {}`
    const found = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ];
    return found.flatMap(({ start = 0, ...rest }) =>
      start < this.#begin ? [] : { ...rest, file: cell, start: start - this.#begin + prefix },
    );
  }
}

/** Whether a module's file tells its types. */
export const tellsTypes = (file: string | undefined): boolean =>
  file !== undefined && !(/\.[cm]?jsx?$/.test(file) && file.includes("/node_modules/"));
