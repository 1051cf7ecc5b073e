import ts from "typescript-api";
import { declaredNames } from "../declaredNames.ts";

/** What is wrong, with its place in the source, both from 1. */
export interface Fault {
  line: number;
  column: number;
  text: string;
}

/** TypeScript's codes for what is no fault in a cell. */
const SPARED = [
  1202, // `import x = require("y")`
  2632, // an assignment to a variable of another cell, which is imported here
];

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts", "lib.webworker.d.ts"],
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  skipLibCheck: true,
  types: [],
};

const cellFile = (i: number) => `/notebook/cell${i + 1}.ts`;

/** TypeScript with the declarations of what cells of a page can import. */
export class CellChecker {
  /** Files by name, and how often each has changed. */
  readonly #files = new Map<string, { text: string; version: number }>();
  readonly #folders = new Set<string>();
  readonly #service: ts.LanguageService;
  #cells = 0;

  /** @param declarations see ../declarations.ts */
  constructor(declarations: Record<string, string>) {
    for (const [name, text] of Object.entries(declarations)) this.#write(name, text);
    this.#service = ts.createLanguageService({
      getScriptFileNames: () => Array.from({ length: this.#cells }, (_, i) => cellFile(i)),
      getScriptVersion: (name) => String(this.#files.get(name)?.version ?? 0),
      getScriptSnapshot: (name) => {
        const file = this.#files.get(name);
        return file && ts.ScriptSnapshot.fromString(file.text);
      },
      getCurrentDirectory: () => "/notebook",
      getCompilationSettings: () => options,
      getDefaultLibFileName: () => "/lib.es2023.d.ts",
      fileExists: (name) => this.#files.has(name),
      readFile: (name) => this.#files.get(name)?.text,
      directoryExists: (name) => this.#folders.has(name),
      getDirectories: () => [],
    });
  }

  /**
   * What is wrong with the last of these cells.
   * @param sources of a page's cells, from the first on
   */
  check(sources: readonly string[]): Fault[] {
    this.#writeCells(sources);
    const file = cellFile(sources.length - 1);
    const { length } = sources[sources.length - 1];
    const service = this.#service;
    const source = service.getProgram()?.getSourceFile(file);
    if (!source) return [];
    return [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)]
      .filter(({ code, start = 0 }) => start <= length && !SPARED.includes(code))
      .map(({ start = 0, messageText }) => {
        const { line, character } = source.getLineAndCharacterOfPosition(start);
        const text = ts.flattenDiagnosticMessageText(messageText, " ");
        return { line: line + 1, column: character + 1, text };
      });
  }

  /** Makes a module of each cell: after its source it imports what it may use and exports what it declares. */
  #writeCells(sources: readonly string[]): void {
    const from = new Map<string, number>();
    for (const [i, text] of sources.entries()) {
      const file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ES2022);
      const own = [...declaredNames(file)];
      const imports = new Map<number, string[]>();
      for (const [name, j] of from) {
        if (!own.includes(name)) imports.set(j, [...(imports.get(j) ?? []), name]);
      }
      const lines = [...imports].map(
        ([j, names]) => `import { ${names.join(", ")} } from "./cell${j + 1}";`,
      );
      this.#write(cellFile(i), [text, ...lines, `export { ${own.join(", ")} };`, ""].join("\n"));
      for (const name of own) from.set(name, i);
    }
    this.#cells = sources.length;
  }

  #write(name: string, text: string): void {
    const before = this.#files.get(name);
    if (before?.text === text) return;
    this.#files.set(name, { text, version: (before?.version ?? 0) + 1 });
    const folders = name.split("/");
    while (folders.pop()) this.#folders.add(folders.join("/") || "/");
  }
}
