import type {
  CompletionInfo,
  Converter,
  ConvertResult,
  createConverter,
} from "tslab/dist/converter.js";

import ts = require("typescript-api");

import type { Language } from "../languages.ts";
import { loadTslab } from "../tslab.ts";
import { createCellProgram } from "./cellProgram.ts";
import { forkFunctions } from "./forkFunctions.ts";
import { importedLibraries, libraryOf } from "./libraries.ts";
import { Modules } from "./modules.ts";
import { cellOptions } from "./options.ts";
import { repairConverter } from "./repair.ts";
import { completeInString } from "./stringCompletion.ts";
import { findProject, repairSystem } from "./system.ts";
import { WatchedFiles } from "./watchedFiles.ts";

/** TypeScript's codes for a module that it cannot find. */
const NOT_FOUND = [2307, 2792, 2882];

/** As what TypeScript declares a built-in module that JavaScript requires: `"node/fs"`. */
const BUILT_IN_MODULE = /( from |[ .](?:require|import)\()"node\//g;

/** tslab's converter of cells, with its repairs. */
export class CellConverter {
  readonly #converter: Converter;
  readonly #files = new WatchedFiles();
  #modules: Modules | undefined;
  /** Whether cells are in strict mode, as modules are: not where their types are not strict. */
  isStrict = true;

  constructor(language: Language) {
    const createWatchCompilerHost = (
      files: string[],
      given: ts.CompilerOptions,
      system: ts.System,
      _createProgram: null,
      ...reporters: [ts.DiagnosticReporter, ts.WatchStatusReporter]
    ) => {
      const options = { ...given, ...cellOptions(language) };
      this.isStrict = options.alwaysStrict ?? options.strict ?? false;
      const repaired = repairSystem(system);
      const createProgram: ts.CreateProgram<ts.BuilderProgram> = (...args) =>
        createCellProgram(this.#modules, ...args);
      const host = ts.createWatchCompilerHost(
        files,
        options,
        repaired,
        createProgram,
        ...reporters,
      );
      this.#modules = new Modules(host, repaired);
      return host;
    };
    // tslab's last step, to CommonJS, is left out: `toCommonJs` does it with more in one go
    const transpileModule = (outputText: string) => ({ outputText });
    const sys: ts.System = { ...ts.sys, watchFile: this.#files.watch };
    const fork = forkFunctions({ ...ts.sys, ...findProject(ts.sys) });
    const typescript = { ...ts, ...fork, sys, createWatchCompilerHost, transpileModule };
    const substitutes = { "@tslab/typescript-for-tslab": typescript };
    const module = loadTslab("converter", substitutes, repairConverter);
    const { createConverter: create } = module as { createConverter: typeof createConverter };
    this.#converter = create({ isJS: language === "javascript", isBrowser: false });
  }

  /** The folders of the libraries that a cell imports. */
  libraries(code: string): string[] {
    return this.#modules ? importedLibraries(code, this.#modules) : [];
  }

  /** Translates a cell that follows these declarations; of libraries it sees these anew. */
  convert(declarations: string, code: string, libraries: string[]): ConvertResult {
    this.#files.refresh((file) => {
      const library = libraryOf(file);
      return library === undefined || libraries.includes(library);
    });
    const convert = () => this.#converter.convert(declarations, code);
    const converted = convert();
    const isMissing = converted.diagnostics.some(({ code }) => NOT_FOUND.includes(code));
    const { declOutput, ...rest } =
      isMissing && this.#modules ? this.#modules.lookAgain(convert) : converted;
    return { ...rest, declOutput: declOutput?.replace(BUILT_IN_MODULE, '$1"node:') };
  }

  /** What is known of the name at a position. */
  inspect(declarations: string, code: string, position: number): string | undefined {
    const info = this.#converter.inspect(declarations, code, position);
    return info && printQuickInfo(info);
  }

  /** What may stand at a position. */
  complete(declarations: string, code: string, position: number): CompletionInfo {
    // at a cell's very end, TypeScript looks from outside it, where its names are not known
    const found = this.#converter.complete(declarations, `${code}\n`, position);
    const guesses = new Set<string>(); // in JavaScript: any name that stands in the cell
    for (const { name, kind } of found.original?.entries ?? []) {
      if (kind === ts.ScriptElementKind.warning) guesses.add(name);
    }
    const candidates = found.candidates.filter((name) => !guesses.has(name));
    return completeInString({ ...found, candidates }, code, position);
  }
}

const { printQuickInfo } = loadTslab("inspect") as { printQuickInfo(info: ts.QuickInfo): string };
