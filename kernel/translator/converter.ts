import path from "node:path";
import type { CompletionInfo, Converter, createConverter } from "tslab/dist/converter.js";

import ts = require("typescript-api");

import { isGrading } from "../grading.ts";
import type { Language } from "../languages.ts";
import { loadTslab } from "../tslab.ts";
import { calleeAt } from "./callee.ts";
import { createCellProgram, type SideFile } from "./cellProgram.ts";
import { declaresOwn, remainingDeclarations } from "./declarations.ts";
import { DeclaredModules, tellsTypes } from "./declaredModules.ts";
import { type Diagnosis, diagnose, findTaken, findTopAwait, inOrder } from "./diagnose.ts";
import { NO_MODULE } from "./explain.ts";
import { forkFunctions } from "./forkFunctions.ts";
import { importedLibraries, libraryOf } from "./libraries.ts";
import { Modules } from "./modules.ts";
import type { Settings } from "./options.ts";
import type { Prepared } from "./prepareCell.ts";
import { plainTypes } from "./remedies.ts";
import { repairConverter } from "./repair.ts";
import { strayReturns } from "./strayReturns.ts";
import { completeInString } from "./stringCompletion.ts";
import { findProject, repairSystem } from "./system.ts";
import { WatchedFiles } from "./watchedFiles.ts";
import { addWebAssembly, declareWebAssembly, webAssemblyFile } from "./webAssembly.ts";

/** As what TypeScript declares a built-in module that JavaScript requires: `"node/fs"`. */
const BUILT_IN_MODULE = /( from |[ .](?:require|import)\()"node\//g;

/** Whether a name, as TypeScript keeps it, is one that a cell can use. */
const isWritten = (key: ts.__String) => key !== "__global" && !String(key).startsWith('"');

/** What became of a cell. */
export interface Converted extends Diagnosis {
  output: string;
  declarations: string;
  /** The name under which the last value is exported. */
  resultName?: string;
  /** The files beside the notebook that are new or have changed. */
  files: SideFile[];
}

/** tslab's converter of cells, with its repairs. */
export class CellConverter {
  readonly #converter: Converter;
  readonly #files = new WatchedFiles();
  readonly #cellFile: string;
  #modules: Modules | undefined;
  readonly #declared = new DeclaredModules(process.cwd());
  readonly #areStrict: boolean;
  #isUnchecked = false;
  #diagnosis: Diagnosis = { faults: [], untyped: [] };
  #sideFiles: SideFile[] = [];

  constructor({ options: checks, haveJsx, areStrict }: Settings, language: Language) {
    this.#areStrict = areStrict;
    const isJavaScript = language === "javascript";
    this.#cellFile = `__tslab__.${isJavaScript ? "js" : haveJsx ? "tsx" : "ts"}`;
    const createWatchCompilerHost = (
      files: string[],
      given: ts.CompilerOptions,
      system: ts.System,
      _createProgram: null,
      ...reporters: [ts.DiagnosticReporter, ts.WatchStatusReporter]
    ) => {
      const options = { ...given, ...checks };
      const repaired = this.#declared.addTo(addWebAssembly(repairSystem(system)));
      const added = declareWebAssembly(options.lib) ? [] : [webAssemblyFile];
      added.push(this.#declared.file);
      const createProgram: ts.CreateProgram<ts.BuilderProgram> = (...args) =>
        createCellProgram(
          {
            modules: this.#modules,
            cellFile: this.#cellFile,
            take: (file) => this.#sideFiles.push(file),
          },
          ...args,
        );
      const host = ts.createWatchCompilerHost(
        [...files, ...added],
        options,
        repaired,
        createProgram,
        ...reporters,
      );
      // nobody looks names up: packages are half documentation
      if (isGrading) host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors;
      this.#modules = new Modules(host, repaired);
      return host;
    };
    // tslab's last step, to CommonJS, is left out: `toCommonJs` does it with more in one go
    const transpileModule = (outputText: string) => ({ outputText });
    const sys: ts.System = { ...ts.sys, watchFile: this.#files.watch };
    const typescript = {
      ...ts,
      ...forkFunctions({ ...ts.sys, ...findProject(ts.sys) }),
      sys,
      createWatchCompilerHost,
      transpileModule,
      getPreEmitDiagnosticsOfFiles: this.#diagnose,
      // named in repair.ts
      cellFile: this.#cellFile,
      declaresOwn,
      isWritten,
      remainingDeclarations,
    };
    const substitutes = { "@tslab/typescript-for-tslab": typescript };
    const module = loadTslab("converter", substitutes, repairConverter);
    const { createConverter: create } = module as { createConverter: typeof createConverter };
    this.#converter = create({ isJS: isJavaScript, isBrowser: false });
  }

  /** Has tslab stop at a fault; what it is, is not read from what tslab makes of it. */
  readonly #diagnose = (program: ts.Program, files: ts.SourceFile[]): readonly ts.Diagnostic[] => {
    const isUnchecked = ({ fileName }: ts.SourceFile) =>
      this.#isUnchecked && path.basename(fileName) === this.#cellFile;
    const { faults, untyped } = diagnose(program, files, {
      isUnchecked,
      areStrict: this.#areStrict,
    });
    const cell = files.find(({ fileName }) => path.basename(fileName) === this.#cellFile);
    const own = files.flatMap((file) =>
      file === cell ? [...findTaken(file), ...strayReturns(file)] : findTopAwait(file),
    );
    if (cell && !this.#isUnchecked) own.push(...this.#declared.diagnose(program, cell));
    this.#diagnosis = {
      faults: inOrder([...own, ...faults]),
      untyped,
    };
    return this.#diagnosis.faults;
  };

  /** Whether a module that a cell names is there, with types. */
  readonly #haveTypes = (name: string): boolean =>
    name.startsWith(".") || tellsTypes(this.#modules?.resolve(name, path.resolve(this.#cellFile)));

  /** The name of the file as which TypeScript sees a cell. */
  get cellFile(): string {
    return this.#cellFile;
  }

  /** The folders of the libraries that a cell imports. */
  libraries(code: string): string[] {
    return this.#modules ? importedLibraries(code, this.#modules) : [];
  }

  /** Translates a cell that follows these declarations; of libraries it sees these anew. */
  convert(declarations: string, { text, isUnchecked }: Prepared, libraries: string[]): Converted {
    this.#files.refresh((file) => {
      const library = libraryOf(file);
      return library === undefined || libraries.includes(library);
    });
    this.#isUnchecked = isUnchecked;
    this.#sideFiles = [];
    const { cell, modules, ...earlier } = this.#declared.take(declarations, text, this.#haveTypes);
    const convert = () => this.#converter.convert(earlier.declarations, cell);
    let converted = convert();
    const isMissing = this.#diagnosis.faults.some(({ code }) => NO_MODULE.includes(code));
    if (isMissing && this.#modules) converted = this.#modules.lookAgain(convert);
    return {
      ...this.#diagnosis,
      output: converted.output ?? "",
      declarations: (converted.declOutput ?? "").replace(BUILT_IN_MODULE, '$1"node:') + modules,
      resultName: converted.lastExpressionVar,
      files: this.#sideFiles,
    };
  }

  /** What is known of the name at a position; where there is none, of the function called there. */
  inspect(declarations: string, code: string, position: number): string | undefined {
    for (const at of [position, calleeAt(code, position)]) {
      const info = at === undefined ? undefined : this.#converter.inspect(declarations, code, at);
      if (info) return plainTypes(printQuickInfo(info));
    }
    return undefined;
  }

  /** What may stand at a position. */
  complete(declarations: string, code: string, position: number): CompletionInfo {
    const complete = (text: string, at: number) => {
      // at a cell's very end, TypeScript looks from outside it, where its names are not known
      const found = this.#converter.complete(declarations, `${text}\n`, at);
      const guesses = new Set<string>(); // in JavaScript: any name that stands in the cell
      for (const { name, kind } of found.original?.entries ?? []) {
        if (kind === ts.ScriptElementKind.warning) guesses.add(name);
      }
      const candidates = found.candidates.filter((name) => !guesses.has(name));
      return { ...found, candidates };
    };
    return completeInString(complete, code, position);
  }
}

const { printQuickInfo } = loadTslab("inspect") as { printQuickInfo(info: ts.QuickInfo): string };
