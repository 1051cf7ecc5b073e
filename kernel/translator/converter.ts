import path from "node:path";
import ts from "@tslab/typescript-for-tslab";
import type {
  CompletionInfo,
  Converter,
  ConvertResult,
  createConverter,
} from "tslab/dist/converter.js";
import { loadTslab, projectRoot } from "../tslab.ts";
import { repairConverter } from "./repair.ts";
import { repairSystem, slashes } from "./system.ts";

/** Repairs tslab's compiler options: types are checked strictly, packages may have `exports`. */
const options: ts.CompilerOptions = {
  strict: true,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts"],
  inlineSourceMap: true,
  types: ["node"],
  typeRoots: [slashes(path.join(projectRoot, "node_modules/@types"))],
};

/** TypeScript's codes for a module that it cannot find. */
const NOT_FOUND = [2307, 2792];

/** tslab's converter of cells, with its repairs. */
export class CellConverter {
  readonly #converter: Converter;
  #lookAgain = (): void => {};

  constructor() {
    const createWatchCompilerHost = (
      files: string[],
      given: ts.CompilerOptions,
      system: ts.System,
      ...rest: []
    ) => {
      const repaired = repairSystem(system);
      this.#lookAgain = repaired.lookAgain;
      return ts.createWatchCompilerHost(files, { ...given, ...options }, repaired, ...rest);
    };
    // tslab's last step, to CommonJS, is left out: `toCommonJs` does it with more in one go
    const transpileModule = (outputText: string) => ({ outputText });
    const typescript = { ...ts, createWatchCompilerHost, transpileModule };
    const substitutes = { "@tslab/typescript-for-tslab": typescript };
    const module = loadTslab("converter", substitutes, repairConverter);
    const { createConverter: create } = module as { createConverter: typeof createConverter };
    this.#converter = create({ isJS: false, isBrowser: false });
  }

  /** Translates a cell that follows these declarations. */
  convert(declarations: string, code: string): ConvertResult {
    const converted = this.#converter.convert(declarations, code);
    if (!converted.diagnostics.some((d) => NOT_FOUND.includes(d.code))) return converted;
    this.#lookAgain();
    return this.#converter.convert(declarations, code);
  }

  /** What is known of the name at a position. */
  inspect(declarations: string, code: string, position: number): string | undefined {
    const info: ts.QuickInfo | undefined = this.#converter.inspect(declarations, code, position);
    return info && printQuickInfo(info);
  }

  /** What may stand at a position. */
  complete(declarations: string, code: string, position: number): CompletionInfo {
    return this.#converter.complete(declarations, code, position);
  }
}

const { printQuickInfo } = loadTslab("inspect") as typeof import("tslab/dist/inspect.js");
